package polyclinic.asset.extracts;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far the text of a document has been taken out of it. */
@Schema(name = "TextStatus")
public enum TextStatus {
    RECEIVED,
    EXTRACTING,
    EXTRACTED,
    FAILED
}
