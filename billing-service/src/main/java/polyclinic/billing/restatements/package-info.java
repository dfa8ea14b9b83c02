/** What this service states again of its facts, for those who keep projections of them. */
@NullMarked
package polyclinic.billing.restatements;

import org.jspecify.annotations.NullMarked;
