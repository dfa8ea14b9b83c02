/** What the bench puts under load and observes: the gateway, PostgreSQL and Kafka. */
@NullMarked
package polyclinic.clients.bench.subject;

import org.jspecify.annotations.NullMarked;
