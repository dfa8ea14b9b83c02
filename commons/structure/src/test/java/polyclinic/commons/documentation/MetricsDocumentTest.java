package polyclinic.commons.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsDocumentTest {
    private final MetricsDocument document = MetricsDocument.ofRepository();

    @Test
    void the_tables_are_read_whole() {
        assertThat(document.metrics()).hasSizeGreaterThan(40).allSatisfy(metric -> {
            assertThat(metric.kind()).isIn("counter", "gauge", "timer");
            assertThat(metric.of())
                    .isNotEmpty()
                    .allMatch(service -> service.matches("services|gateway|recovery|(\\w+)-service"));
        });
        assertThat(document.metrics()).extracting(MetricsDocument.Metric::name).doesNotHaveDuplicates();
    }

    @Test
    void what_is_not_as_the_tables_say_is_told() {
        Scrape scrape = Scrape.of("""
                # TYPE polyclinic_bookings_total counter
                polyclinic_bookings_total{outcome="booked"} 1
                polyclinic_bookings_total{outcome="lost"} 1
                polyclinic_bookings_total{outcome="refused",doctor="7"} 1
                # TYPE polyclinic_queue_waiting counter
                polyclinic_queue_waiting 1
                # TYPE polyclinic_shoes_total counter
                polyclinic_shoes_total 1
                # TYPE polyclinic_process_open gauge
                polyclinic_process_open{process="issuing",state="sign"} 1
                polyclinic_process_open{process="issuing",state="known"} 1
                jvm_threads 7
                """);
        assertThat(document.undocumented("appointment-service", scrape))
                .containsExactly(
                        "polyclinic_bookings_total{outcome=lost}",
                        "polyclinic_bookings_total{doctor=7, outcome=refused}",
                        "polyclinic_queue_waiting{}",
                        "polyclinic_shoes_total{}",
                        "polyclinic_process_open{process=issuing, state=sign}",
                        "polyclinic_process_open{process=issuing, state=known}");
        assertThat(document.undocumented("prescription-service", scrape))
                .contains("polyclinic_process_open{process=issuing, state=known}")
                .doesNotContain("polyclinic_process_open{process=issuing, state=sign}");
    }

    @Test
    void what_the_tables_promise_and_is_not_there_is_told() {
        Scrape scrape = Scrape.of("""
                # TYPE polyclinic_bookings_total counter
                polyclinic_bookings_total{outcome="booked"} 1
                """);
        assertThat(document.missing("appointment-service", scrape, metric -> true))
                .contains(
                        "polyclinic_bookings_total{outcome=failed}",
                        "polyclinic_queue_waiting{}",
                        "polyclinic_queue_wait_seconds{}",
                        "polyclinic_events_total{result=dead}")
                .doesNotContain("polyclinic_bookings_total{outcome=booked}");
        assertThat(document.missing("asset-service", scrape, metric -> true))
                .contains("polyclinic_process_finished_total{process=upload, outcome=abandoned}")
                .noneMatch(missing -> missing.contains("issuing") || missing.contains("bookings"));
    }
}
