/** From the topic {@code audit.entries} into the chains. */
@NullMarked
package polyclinic.audit.ingest;

import org.jspecify.annotations.NullMarked;
