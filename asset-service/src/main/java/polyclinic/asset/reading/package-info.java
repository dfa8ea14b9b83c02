/**
 * Reads documents, in a process of its own that knows neither the service's stores nor its secrets: what anybody may send can be made
 * to use all memory, or never to end. Nothing here runs within the service.
 */
@NullMarked
package polyclinic.asset.reading;

import org.jspecify.annotations.NullMarked;
