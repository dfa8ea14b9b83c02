package polyclinic.commons.testing.web;

import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.conn.BasicClientConnectionManager;
import org.apache.http.params.HttpParams;

/**
 * The HTTP client of one request, as RestAssured makes it: of the class that it insists on, with a connection of its own. What costs more
 * than a request, the look for certificates and for the library's own version, is done once for all.
 */
@SuppressWarnings("deprecation")
final class RequestClient extends DefaultHttpClient {
    private static final DefaultHttpClient FIRST = new DefaultHttpClient();
    private static final SchemeRegistry SCHEMES = FIRST.getConnectionManager().getSchemeRegistry();
    private static final HttpParams PARAMETERS = FIRST.getParams();

    RequestClient() {
        super(new BasicClientConnectionManager(SCHEMES), PARAMETERS.copy());
    }
}
