/** What the bench puts under load and observes: the gateway, PostgreSQL and Kafka. */
@NullMarked
package polyclinic.clients.bench.target;

import org.jspecify.annotations.NullMarked;
