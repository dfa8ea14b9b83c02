/** Audit entries: who did what to whose data, kept with the change or acknowledged before the answer. */
@NullMarked
package polyclinic.commons.audit;

import org.jspecify.annotations.NullMarked;
