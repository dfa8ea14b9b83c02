/** The REST API as a signed-in user sees it: sessions, requests, responses and JSON. */
@NullMarked
package polyclinic.clients.http;

import org.jspecify.annotations.NullMarked;
