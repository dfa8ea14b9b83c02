/** The messages that services have set aside, for operators: what there is, and what is to become of it. */
@NullMarked
package polyclinic.audit.deadletters;

import org.jspecify.annotations.NullMarked;
