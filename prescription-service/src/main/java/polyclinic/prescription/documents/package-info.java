/** The signed PDF of a prescription: its content, layout, signature and download. */
@NullMarked
package polyclinic.prescription.documents;

import org.jspecify.annotations.NullMarked;
