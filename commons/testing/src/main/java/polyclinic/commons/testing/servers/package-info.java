/** The servers that a test runs against, as resources of Quarkus' tests: real processes, and a client of their topics. */
@NullMarked
package polyclinic.commons.testing.servers;

import org.jspecify.annotations.NullMarked;
