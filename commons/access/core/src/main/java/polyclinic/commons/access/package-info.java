/** Who may see a patient: known patients, care, and the rule for asking the owner of a fact. */
@NullMarked
package polyclinic.commons.access;

import org.jspecify.annotations.NullMarked;
