/** What this service states again of its facts, for those who keep projections of them. */
@NullMarked
package polyclinic.patient.restatements;

import org.jspecify.annotations.NullMarked;
