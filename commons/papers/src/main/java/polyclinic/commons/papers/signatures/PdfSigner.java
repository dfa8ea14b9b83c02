package polyclinic.commons.papers.signatures;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Hashtable;
import java.util.List;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.ExternalSigningSupport;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import polyclinic.commons.values.Sha256;

/**
 * Signs papers as PAdES baseline B-B (ETSI EN 319 142-1): a detached CMS signature over all bytes of the file, with the
 * signing certificate bound in (RFC 5035) and the time in the PDF's own dictionary, not in the CMS.
 */
public final class PdfSigner {
    private final SigningKey signing;
    private final String clinic;

    public PdfSigner(SigningKey signing, String clinic) {
        this.signing = signing;
        this.clinic = clinic;
    }

    /** Returns the document with the signature appended; the given bytes remain its beginning. */
    public byte[] sign(byte[] pdf, String reason, Instant now) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ETSI_CADES_DETACHED);
            signature.setName(clinic);
            signature.setReason(reason);
            signature.setSignDate(calendar(now));
            document.addSignature(signature);
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            ExternalSigningSupport external = document.saveIncrementalForExternalSigning(signed);
            external.setSignature(cms(external.getContent().readAllBytes()));
            return signed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] cms(byte[] content) throws IOException {
        try {
            signing.certificate().checkValidity();
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .setSignedAttributeGenerator(attributes())
                    .build(new JcaContentSignerBuilder(algorithm()).build(signing.key()), signing.certificate()));
            generator.addCertificates(new JcaCertStore(List.of(signing.certificate())));
            CMSSignedData signed = generator.generate(new CMSProcessableByteArray(content), false);
            return signed.getEncoded("DER");
        } catch (GeneralSecurityException | OperatorCreationException | CMSException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    private String algorithm() {
        return signing.key().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    private CMSAttributeTableGenerator attributes() throws GeneralSecurityException {
        byte[] hash = Sha256.of(signing.certificate().getEncoded());
        Attribute certificate = new Attribute(
                PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash))));
        Hashtable<ASN1ObjectIdentifier, Attribute> signed = new Hashtable<>();
        signed.put(certificate.getAttrType(), certificate);
        CMSAttributeTableGenerator usual = new DefaultSignedAttributeTableGenerator(new AttributeTable(signed));
        return parameters -> usual.getAttributes(parameters).remove(CMSAttributes.signingTime);
    }

    private static Calendar calendar(Instant now) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        calendar.setTimeInMillis(now.toEpochMilli());
        return calendar;
    }
}
