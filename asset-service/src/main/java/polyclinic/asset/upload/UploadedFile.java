package polyclinic.asset.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * A multipart upload that has arrived: the metadata's text and the file, which the HTTP layer has written to disk.
 *
 * @param fileName as sent, or null
 * @param declaredType the content type of the file's part, or null
 */
record UploadedFile(
        String metadata,
        Path file,
        @Nullable String fileName,
        @Nullable String declaredType) {
    private static final long MAX_METADATA_BYTES = 64 * 1024;

    /**
     * Takes the two parts, in whichever order they came.
     *
     * @param contentType reads the declared content type of a part
     * @throws Problem 422 when one is missing, given twice or unknown
     */
    static UploadedFile of(
            Map<String, Collection<FormValue>> parts, Function<FormValue, @Nullable String> contentType) {
        for (String name : parts.keySet())
            if (!name.equals("metadata") && !name.equals("file"))
                throw Problem.invalid("part", "only metadata and file are known");
        FormValue file = single(parts, "file");
        if (!file.isFileItem()) throw Problem.invalid("file", "must be sent as a file, with a filename");
        return new UploadedFile(
                metadata(single(parts, "metadata")),
                file.getFileItem().getFile(),
                file.getFileName(),
                contentType.apply(file));
    }

    private static FormValue single(Map<String, Collection<FormValue>> parts, String name) {
        Collection<FormValue> values = parts.getOrDefault(name, List.of());
        if (values.size() != 1) throw Problem.invalid(name, "must be sent exactly once");
        return values.iterator().next();
    }

    /** Clients send JSON parts with and without a file name; both are fine. */
    private static String metadata(FormValue part) {
        if (!part.isFileItem()) return checked(part.getValue(), part.getValue().length());
        try {
            Path file = part.getFileItem().getFile();
            long size = part.getFileItem().getFileSize();
            return checked(size > MAX_METADATA_BYTES ? "" : Files.readString(file), size);
        } catch (CharacterCodingException e) {
            throw new Problem(400, "malformed-json", "The part metadata is not UTF-8.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String checked(String metadata, long size) {
        if (size > MAX_METADATA_BYTES) throw new Problem(413, "too-large", "The part metadata is too large.");
        return metadata;
    }
}
