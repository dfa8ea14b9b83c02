/** The signed PDF of a prescription: what stands on it, how it is set, signed and shown. */
@NullMarked
package polyclinic.prescription.documents;

import org.jspecify.annotations.NullMarked;
