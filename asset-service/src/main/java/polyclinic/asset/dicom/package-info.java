/** What the headers of DICOM files say of their pictures. */
@NullMarked
package polyclinic.asset.dicom;

import org.jspecify.annotations.NullMarked;
