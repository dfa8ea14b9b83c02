package polyclinic.asset.upload;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.common.headers.HeaderUtil;
import org.jboss.resteasy.reactive.common.util.CaseInsensitiveMap;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.StoreAsset;
import polyclinic.asset.quotas.SpoolSpace;
import polyclinic.asset.transfers.BodyReading;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.JsonProblems;
import polyclinic.commons.problem.Problem;

/**
 * A multipart form (RFC 7578) while it arrives. What it may not hold is refused as soon as it shows: an unknown, repeated or
 * extra part by its headers, the metadata at its end, a file at the first byte beyond its limit, or soon after the disk has
 * no more room. So a form takes no more memory than the two limits below and no more disk than the caller may store in one
 * file.
 */
final class UploadForm implements MultipartParser.PartHandler, BodyReading.Sink<UploadedFile> {
    private static final Pattern EXTENDED_NAME = Pattern.compile(";\\s*filename\\*\\s*=", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLAIN_NAME =
            Pattern.compile(";\\s*filename\\s*=\\s*(\"([^\"\\\\]|\\\\.)*\"|[^;]*)", Pattern.CASE_INSENSITIVE);

    static final int MAX_METADATA_BYTES = 64 * 1024;

    /** For everything that belongs to no part's content: part headers, boundaries, preamble and epilogue. */
    static final int MAX_HEADER_BYTES = 8 * 1024;

    private final Path folder;
    private final UploadChecks checks;
    private final Caller caller;
    private final MultipartParser.ParseState parser;
    private final Set<String> begun = new HashSet<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private ByteBuffer unread = ByteBuffer.allocate(0);
    private int headerBytes;
    private long fileBytes;
    private boolean discarded;
    private @Nullable String part;
    private @Nullable StoreAsset metadata;
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private @Nullable String fileName;
    private @Nullable String declaredType;

    /** @throws Problem 400 when the content type names no boundary */
    UploadForm(@Nullable String contentType, Path folder, UploadChecks checks, Caller caller) {
        String boundary = parameter(contentType, "boundary");
        if (boundary == null) throw malformed();
        this.folder = folder;
        this.checks = checks;
        this.caller = caller;
        this.parser = MultipartParser.beginParse(
                this, boundary.getBytes(StandardCharsets.US_ASCII), StandardCharsets.UTF_8.name());
    }

    static Problem malformed() {
        return new Problem(400, "malformed-request", "The body is not a complete multipart form.");
    }

    /** Takes the next bytes of the body. Blocks. */
    @Override
    public synchronized void read(Buffer body) throws IOException {
        byte[] bytes = body.getBytes();
        for (int from = 0; from < bytes.length && !discarded; ) from += readSome(bytes, from);
    }

    /** The parser keeps headers without a limit, so outside of a part's content it is fed byte by byte and counted. */
    private int readSome(byte[] bytes, int from) throws IOException {
        boolean inContent = part != null;
        if (!inContent && ++headerBytes > MAX_HEADER_BYTES) throw tooLarge("The headers of the parts are too large.");
        unread = ByteBuffer.wrap(bytes, from, inContent ? bytes.length - from : 1)
                .slice();
        try {
            parser.parse(unread);
        } catch (MultipartParser.MalformedMessageException | IllegalArgumentException e) {
            throw malformed();
        }
        return inContent ? unread.position() : 1;
    }

    @Override
    public void beginPart(CaseInsensitiveMap<String> headers) {
        String disposition = headers.getFirst("Content-Disposition");
        boolean isField = disposition != null && disposition.regionMatches(true, 0, "form-data", 0, 9);
        String name = isField ? HeaderUtil.extractQuotedValueFromHeader(disposition, "name") : null;
        if (name == null) throw Problem.invalid("part", "must have a name");
        if (!name.equals("metadata") && !name.equals("file"))
            throw Problem.invalid(JsonProblems.safe(name), "is no part of this form; only metadata and file are known");
        if (!begun.add(name)) throw Problem.invalid(name, "must be sent exactly once");
        if (name.equals("file")) {
            fileName = fileName(disposition);
            if (fileName == null) throw Problem.invalid("file", "must be sent as a file, with a filename");
            declaredType = headers.getFirst("Content-Type");
            openFile();
        }
        part = name;
    }

    /** Names of parameters are written in any case (RFC 9110 §5.6.6). */
    private static @Nullable String parameter(@Nullable String header, String name) {
        return header == null
                ? null
                : HeaderUtil.extractQuotedValueFromHeader(
                        header.replaceFirst("(?i);(\\s*)" + name + "\\s*=", ";$1" + name + "="), name);
    }

    /** Of two names the extended one counts; the other one is for readers that do not know it (RFC 6266 §4.3). */
    private static @Nullable String fileName(String disposition) {
        boolean extended = EXTENDED_NAME.matcher(disposition).find();
        return HeaderUtil.extractQuotedValueFromHeaderWithEncoding(
                extended ? PLAIN_NAME.matcher(disposition).replaceFirst("") : disposition, "filename");
    }

    private void openFile() {
        try {
            Path created = Files.createTempFile(folder, "upload", null);
            file = created;
            channel = FileChannel.open(created, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void data(ByteBuffer content) throws IOException {
        if (channel == null) {
            if (text.size() + content.remaining() > MAX_METADATA_BYTES)
                throw tooLarge("The part metadata is too large.");
            while (content.hasRemaining()) text.write(content.get());
            return;
        }
        long before = fileBytes;
        fileBytes += content.remaining();
        checks.checkSize(metadata, fileBytes, caller);
        if (before / SpoolSpace.STEP_BYTES != fileBytes / SpoolSpace.STEP_BYTES) checks.checkSpace(0);
        while (content.hasRemaining()) channel.write(content);
    }

    @Override
    public void endPart() {
        // Ends the parser's turn here, so that the headers that follow are counted.
        unread.limit(unread.position());
        part = null;
        if (channel != null) {
            closeFile();
            return;
        }
        metadata = checks.admit(json(), caller);
        checks.checkSize(metadata, fileBytes, caller);
    }

    private String json() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Problem(400, "malformed-json", "The part metadata is not UTF-8.");
        }
    }

    /** @throws Problem 400 when the form has not come to its end, 422 when a part is missing */
    @Override
    public synchronized UploadedFile complete() {
        if (!parser.isComplete()) throw malformed();
        if (metadata == null) throw Problem.invalid("metadata", "must be sent exactly once");
        if (file == null) throw Problem.invalid("file", "must be sent exactly once");
        return new UploadedFile(metadata, file, fileName, declaredType);
    }

    /** Deletes the file; what still arrives is ignored. Blocks. */
    @Override
    public synchronized void discard() throws IOException {
        discarded = true;
        closeFile();
        if (file != null) Files.deleteIfExists(file);
    }

    private void closeFile() {
        try {
            if (channel != null) channel.close();
            channel = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Problem tooLarge(String detail) {
        return new Problem(413, "too-large", detail);
    }
}
