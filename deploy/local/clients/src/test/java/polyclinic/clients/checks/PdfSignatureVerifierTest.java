package polyclinic.clients.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.clients.checks.PdfSignatureVerifier.SignedDocument;

class PdfSignatureVerifierTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private final KeyPair keys = keys();

    @Test
    void a_signature_over_the_whole_file_is_valid() throws Exception {
        byte[] pdf = signed(certificate(YEAR), null);

        SignedDocument document = PdfSignatureVerifier.verify(pdf);

        assertThat(document.signer()).isEqualTo("CN=Test Clinic");
        assertThat(document.signedAt()).isCloseTo(new Date(), 60_000);
    }

    @Test
    void a_changed_byte_is_found() throws Exception {
        byte[] pdf = signed(certificate(YEAR), null);
        pdf[indexOf(pdf, "/MediaBox") + 2] ^= 1;

        assertThatThrownBy(() -> PdfSignatureVerifier.verify(pdf)).isInstanceOf(CheckFailed.class);
    }

    @Test
    void bytes_after_the_signed_ones_are_found() throws Exception {
        byte[] pdf = signed(certificate(YEAR), null);
        byte[] longer = Arrays.copyOf(pdf, pdf.length + 1);
        longer[pdf.length] = '\n';

        assertThatThrownBy(() -> PdfSignatureVerifier.verify(longer))
                .hasMessageContaining("does not cover the whole file");
    }

    @Test
    void a_certificate_that_is_not_the_one_bound_in_is_found() throws Exception {
        byte[] pdf = signed(certificate(YEAR), certificate(YEAR.multipliedBy(2)));

        assertThatThrownBy(() -> PdfSignatureVerifier.verify(pdf))
                .hasMessage("the signature names another certificate");
    }

    @Test
    void a_certificate_that_had_expired_is_found() throws Exception {
        byte[] pdf = signed(certificate(Duration.ofMinutes(-1)), null);

        assertThatThrownBy(() -> PdfSignatureVerifier.verify(pdf))
                .hasMessageContaining("not valid when the PDF was signed");
    }

    @Test
    void a_pdf_without_a_signature_is_refused() throws Exception {
        assertThatThrownBy(() -> PdfSignatureVerifier.verify(unsigned())).hasMessageContaining("0 signatures");
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(Duration validFor) throws Exception {
        X500Name name = new X500Name("CN=Test Clinic");
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(Math.abs(validFor.toSeconds()) + 1),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(validFor)),
                name,
                keys.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    /** @param named the certificate that the signature claims to be made with; the real one for null */
    private byte[] signed(X509Certificate certificate, @Nullable X509Certificate named) throws Exception {
        try (PDDocument document = Loader.loadPDF(unsigned())) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ETSI_CADES_DETACHED);
            signature.setSignDate(Calendar.getInstance());
            document.addSignature(signature);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            var external = document.saveIncrementalForExternalSigning(out);
            X509Certificate claimed = named == null ? certificate : named;
            external.setSignature(cms(external.getContent().readAllBytes(), certificate, claimed));
            return out.toByteArray();
        }
    }

    private byte[] cms(byte[] content, X509Certificate certificate, X509Certificate claimed) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(claimed.getEncoded());
        Attribute bound = new Attribute(
                PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash))));
        Hashtable<ASN1ObjectIdentifier, Attribute> attributes = new Hashtable<>();
        attributes.put(bound.getAttrType(), bound);
        var usual = new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes));
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                        // As PAdES requires, the time of signing is only in the PDF.
                        .setSignedAttributeGenerator(
                                parameters -> usual.getAttributes(parameters).remove(CMSAttributes.signingTime))
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()), certificate));
        generator.addCertificates(new JcaCertStore(List.of(certificate)));
        return generator.generate(new CMSProcessableByteArray(content), false).getEncoded("DER");
    }

    private static byte[] unsigned() throws Exception {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out, CompressParameters.NO_COMPRESSION);
            return out.toByteArray();
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
