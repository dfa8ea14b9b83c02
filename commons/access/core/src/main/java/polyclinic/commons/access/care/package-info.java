/** Care: which doctor, or in an emergency which account, has which patient in care, by what and until when. */
@NullMarked
package polyclinic.commons.access.care;

import org.jspecify.annotations.NullMarked;
