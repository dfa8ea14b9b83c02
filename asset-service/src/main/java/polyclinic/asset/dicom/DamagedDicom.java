package polyclinic.asset.dicom;

import java.io.IOException;

/** The bytes are not what the standard says, or more than a header has. */
final class DamagedDicom extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedDicom(String why) {
        super(why);
    }
}
