package polyclinic.notes.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.transcripts.segments.Consent;
import polyclinic.notes.transcripts.segments.SegmentView;
import polyclinic.notes.transcripts.segments.SpokenSegment;
import polyclinic.notes.transcripts.segments.TranscriptStatus;

class TranscriptTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Caller NURSE = caller("nurse", "nurse");
    private static final Caller OTHER = caller("nurse2", "nurse");
    private static final UUID SOUND = UUID.randomUUID();

    @Test
    void nobody_is_transcribed_without_consent_that_was_given_before() {
        assertRefused("consent-required", () -> start(new Consent(false, "the patient", NOON)));
        assertRefused("invalid-input", () -> start(new Consent(true, "the patient", NOON.plus(Duration.ofHours(1)))));
        assertRefused(
                "invalid-input",
                () -> start(new Consent(true, "the patient", Instant.EPOCH.minus(Duration.ofDays(365_000)))));
        assertThat(start(new Consent(true, "her mother", NOON)).consent().by()).isEqualTo("her mother");
    }

    @Test
    void what_is_sent_again_is_there_once() {
        Transcript transcript = start();
        append(transcript, 1, "a", "b");
        List<SegmentView> before = transcript.segmentViews(Transcript.ALL);

        assertThat(append(transcript, 1, "a", "b")).isEmpty();
        assertThat(append(transcript, 2, "b", "c")).hasSize(1);

        assertThat(transcript.segmentViews(Transcript.ALL)).startsWith(before.toArray(SegmentView[]::new));
        assertThat(transcript.segmentViews(Transcript.ALL))
                .extracting(SegmentView::text)
                .containsExactly("a", "b", "c");
        assertThat(transcript.version()).isEqualTo(3);
        assertThat(transcript.segmentViews(3)).extracting(SegmentView::sequence).containsExactly(3);
    }

    @Test
    void a_gap_is_told_and_so_is_a_segment_that_says_something_else() {
        Transcript transcript = start();
        append(transcript, 1, "a");

        assertThatThrownBy(() -> append(transcript, 3, "c")).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.slug()).isEqualTo("segment-gap");
            assertThat(problem.members()).containsEntry("segmentCount", 1);
        });
        assertRefused("segment-differs", () -> append(transcript, 1, "x"));
        assertThat(transcript.segmentCount()).isEqualTo(1);
    }

    @Test
    void it_ends_with_its_recording_and_all_that_was_sent() {
        Transcript transcript = start();
        append(transcript, null, "a", "b");

        assertRefused("invalid-input", () -> complete(transcript, null, null));
        assertRefused("segment-gap", () -> complete(transcript, SOUND, 3));
        assertThat(complete(transcript, SOUND, 2)).isTrue();
        assertThat(complete(transcript, SOUND, 2)).isFalse();

        assertThat(transcript.status()).isEqualTo(TranscriptStatus.COMPLETED);
        assertRefused("transcript-completed", () -> append(transcript, 3, "c"));
        assertThat(append(transcript, 2, "b")).as("sent again").isEmpty();
        assertRefused("recording-differs", () -> complete(transcript, UUID.randomUUID(), null));
    }

    @Test
    void a_segment_leads_to_its_sound_by_the_times() {
        Transcript transcript = start();
        append(transcript, null, "a");
        assertThat(transcript.segmentViews(Transcript.ALL).get(0).sound()).isNull();
        complete(transcript, SOUND, 1);

        assertThat(transcript.segmentViews(Transcript.ALL).get(0).sound())
                .isEqualTo("/api/v1/assets/" + SOUND + "/content#t=0.500,1.25");
    }

    @Test
    void a_segment_does_not_end_before_it_begins() {
        SpokenSegment backwards = new SpokenSegment(BigDecimal.TEN, BigDecimal.ONE, null, "x", null);

        assertRefused("invalid-input", () -> start().append(null, List.of(backwards), NURSE, false, NOON));
    }

    @Test
    void it_is_its_authors_and_the_treating_doctors() {
        Transcript transcript = start();
        List<SpokenSegment> spoken = List.of(spoken("a"));

        assertRefused("not-the-author", () -> transcript.append(null, spoken, OTHER, false, NOON));
        assertThat(transcript.append(null, spoken, OTHER, true, NOON)).hasSize(1);
    }

    @Test
    void there_is_an_end_to_how_much_it_takes() {
        Transcript transcript = start();
        List<SpokenSegment> full = new ArrayList<>();
        IntStream.range(0, 300).forEach(i -> full.add(spoken("x".repeat(4000))));

        assertRefused("transcript-full", () -> transcript.append(null, full, NURSE, false, NOON));
        assertThat(transcript.segmentCount()).isZero();
    }

    private static Transcript start() {
        return start(new Consent(true, "the patient", NOON));
    }

    private static Transcript start(Consent consent) {
        return Transcript.start(
                new StartTranscript(UUID.randomUUID(), null, null, "en-GB", consent, null), NURSE, NOON);
    }

    private static List<?> append(Transcript transcript, @Nullable Integer sequence, String... texts) {
        return transcript.append(
                sequence, List.of(texts).stream().map(TranscriptTest::spoken).toList(), NURSE, false, NOON);
    }

    private static boolean complete(Transcript transcript, @Nullable UUID sound, @Nullable Integer count) {
        return transcript.complete(new CompleteTranscript(sound, count), NURSE, false, NOON);
    }

    private static SpokenSegment spoken(String text) {
        return new SpokenSegment(
                new BigDecimal("0.500"), new BigDecimal("1.25"), "patient", text, new BigDecimal("0.9"));
    }

    private static void assertRefused(String slug, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.slug())
                .isEqualTo(slug));
    }

    private static Caller caller(String subject, String role) {
        return new Caller(subject, subject, Set.of(role), null, null, null);
    }
}
