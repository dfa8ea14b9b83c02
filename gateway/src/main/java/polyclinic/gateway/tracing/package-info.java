/** Begins a trace for each request, apart from the one that its client may have. */
@NullMarked
package polyclinic.gateway.tracing;

import org.jspecify.annotations.NullMarked;
