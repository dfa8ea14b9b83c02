/** Requests that no client library would send, many of them at a time. */
@NullMarked
package polyclinic.commons.testing.requests;

import org.jspecify.annotations.NullMarked;
