package polyclinic.clients.movein.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A whole record of a file.
 *
 * @param line where it begins, from 1
 * @param key the member of the file under which it stands, alone or in a list: the patient in {@code {"PAT_1": [{…}]}}; null in a list
 * @param reencoded whether bytes of it were no UTF-8 and were read as windows-1252
 */
public record ScannedRecord(int line, @Nullable String key, ObjectNode json, boolean reencoded) {}
