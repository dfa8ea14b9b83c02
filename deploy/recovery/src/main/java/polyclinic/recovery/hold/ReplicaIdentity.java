package polyclinic.recovery.hold;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.postgresql.ssl.PGjdbcHostnameVerifier;
import polyclinic.recovery.suite.ManagementAddress;

/**
 * Judges replicas that are connected to by their addresses: the certificate has to be one for the name that stands for them all
 * (RFC 6125). Whom it does not know it believes nothing.
 */
final class ReplicaIdentity extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final X509TrustManager authorities;
    private final Map<String, String> names = new HashMap<>();

    ReplicaIdentity(X509TrustManager authorities, Collection<ManagementAddress> addresses) {
        this.authorities = authorities;
        addresses.forEach(
                address -> names.put(key(address.uri().getHost(), address.uri().getPort()), address.name()));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        authorities.checkServerTrusted(chain, type);
        String name = names.get(key(String.valueOf(engine.getPeerHost()), engine.getPeerPort()));
        if (name == null || !isFor(chain[0], name)) {
            throw new CertificateException(
                    "the certificate of " + engine.getPeerHost() + " is not for " + (name == null ? "it" : name));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("nothing is known of whom this socket leads to");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("nothing is known of whom this connection leads to");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }

    /** A certificate without alternative names is for nobody: a common name counts nowhere any more. */
    private static boolean isFor(X509Certificate certificate, String name) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        return alternatives != null
                && alternatives.stream().anyMatch(alternative -> {
                    String value = String.valueOf(alternative.get(1));
                    return switch ((Integer) alternative.get(0)) {
                        case DNS_NAME -> PGjdbcHostnameVerifier.INSTANCE.verifyHostName(name, value);
                        case IP_ADDRESS -> value.equals(name);
                        default -> false;
                    };
                });
    }

    private static String key(String host, int port) {
        return host.replaceAll("[\\[\\]]", "") + " " + port;
    }
}
