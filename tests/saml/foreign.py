"""Canonical XML and signatures by others (lxml, signxml), as JSON for crates/mfa/tests/it/saml_foreign.rs."""

import datetime
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from signxml import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod, XMLSigner
from signxml.algorithms import CanonicalizationMethod

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
NOW = datetime.datetime.now(datetime.timezone.utc)

DOCUMENTS = [
    "<a/>",
    "<a xmlns='urn:u'><b xmlns=''><c xmlns='urn:u' d='&quot;&#9;&#xD;&lt;'/></b></a>",
    "<p:a xmlns:p='urn:u' xmlns:q='urn:v' q:z='1' p:y='2' x='3'><q:b xmlns:q='urn:w'><q:c xmlns:q='urn:v'/></q:b><q:d/></p:a>",
    "<a xmlns:p='urn:u' xmlns:q='urn:u' q:b='1'><p:c/><q:c p:d='2'/></a>",
    "<?xml version='1.0'?><!-- x --><a>1<!-- y -->2<?pi  data ?><![CDATA[<&>]]>\r\n&#13;&#x1F600;</a><!-- z -->",
    "<a  \n b='1'\n\ta='x  y&#10;z' xml:lang='nn' xmlns:b='urn:k' b:a='æøå'  ></a  >",
    "<a xmlns='urn:u' xmlns:n='urn:u'><n:b><b xmlns='urn:u'><n:c xmlns:n='urn:w' n:d=''/></b></n:b><b xmlns:e='urn:ab' e:f=''/></a>",
]


def certificate(key):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "id")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(NOW).not_valid_after(NOW + datetime.timedelta(days=1))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def time(minutes):
    return (NOW + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def response(inner):
    return f"""<?xml version="1.0"?>
<r:Response xmlns:r="urn:oasis:names:tc:SAML:2.0:protocol" xmlns="{SAML}" ID="resp" Version="2.0">
  <r:Status><r:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></r:Status>
  {inner}
</r:Response>"""


ASSERTION = f"""<Assertion xmlns="{SAML}" xmlns:xs="http://www.w3.org/2001/XMLSchema" ID="one" Version="2.0" IssueInstant="{time(0)}">
  <Issuer>https://id.example</Issuer>
  <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="placeholder"/>
  <Subject><NameID>kanari</NameID><SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
    <SubjectConfirmationData InResponseTo="_r1" Recipient="https://us.example/acs" NotOnOrAfter="{time(5)}"/>
  </SubjectConfirmation></Subject>
  <Conditions NotBefore="{time(-1)}" NotOnOrAfter="{time(5)}"><AudienceRestriction><Audience>us</Audience></AudienceRestriction></Conditions>
  <AuthnStatement AuthnInstant="{time(0)}"><AuthnContext><AuthnContextClassRef>https://refeds.org/profile/mfa</AuthnContextClassRef></AuthnContext></AuthnStatement>
</Assertion>"""


def signed(key, method, digest):
    cert = certificate(key)
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=method,
        digest_algorithm=digest,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    root = signer.sign(etree.fromstring(ASSERTION), key=key, cert=cert, reference_uri="#one", id_attribute="ID")
    return {
        "name": f"{method.name} {digest.name}",
        "certificate": cert,
        "response": response(etree.tostring(root, encoding="unicode")),
    }


RSA = rsa.generate_private_key(65537, 2048)
P256 = ec.generate_private_key(ec.SECP256R1())
P384 = ec.generate_private_key(ec.SECP384R1())
MADE = [
    (RSA, SignatureMethod.RSA_SHA256, DigestAlgorithm.SHA256),
    (RSA, SignatureMethod.RSA_SHA384, DigestAlgorithm.SHA384),
    (RSA, SignatureMethod.RSA_SHA512, DigestAlgorithm.SHA512),
    (RSA, SignatureMethod.SHA256_RSA_MGF1, DigestAlgorithm.SHA256),
    (P256, SignatureMethod.ECDSA_SHA256, DigestAlgorithm.SHA512),
    (P384, SignatureMethod.ECDSA_SHA384, DigestAlgorithm.SHA384),
]


def canonical(text):
    root = etree.fromstring(text.encode())
    return etree.tostring(root, method="c14n", exclusive=True, with_comments=False).decode()


print(
    json.dumps(
        {
            "now_s": int(NOW.timestamp()),
            "canonical": [[text, canonical(text)] for text in DOCUMENTS],
            "signed": [signed(*one) for one in MADE],
        }
    )
)
