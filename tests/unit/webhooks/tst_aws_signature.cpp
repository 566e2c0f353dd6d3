#include <QTest>

#include "server/webhooks/attempt_request.h"
#include "server/webhooks/aws_signature.h"

using namespace parley;

namespace {

// Of AWS's published test suite for Signature Version 4 ("aws4_testsuite").
const AwsIdentity kIdentity{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1",
                            "service"};
const UtcTime kNow = fromEpochMilliseconds(1440938160000); // 2015-08-30 12:36:00

} // namespace

class TestAwsSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsTheSuite_data();
    void signsTheSuite();
    void knowsFunctions_data();
    void knowsFunctions();
    void invokesByArn();
};

void TestAwsSignature::signsTheSuite_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("signature");
    const QByteArray none;
    QTest::newRow("get-vanilla")
        << QByteArray("GET") << QByteArray("/") << none << none << none
        << QByteArray("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    QTest::newRow("get-vanilla-query-order-key-case")
        << QByteArray("GET") << QByteArray("/?Param2=value2&Param1=value1") << none << none << none
        << QByteArray("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
    QTest::newRow("get-vanilla-query-unreserved")
        << QByteArray("GET")
        << QByteArray("/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz="
                      "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        << none << none << none
        << QByteArray("9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197");
    QTest::newRow("post-vanilla")
        << QByteArray("POST") << QByteArray("/") << none << none << none
        << QByteArray("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    QTest::newRow("post-header-key-sort")
        << QByteArray("POST") << QByteArray("/") << QByteArray("My-Header1") << QByteArray("value1")
        << none << QByteArray("c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c");
    QTest::newRow("post-x-www-form-urlencoded")
        << QByteArray("POST") << QByteArray("/") << QByteArray("Content-Type")
        << QByteArray("application/x-www-form-urlencoded") << QByteArray("Param1=value1")
        << QByteArray("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
}

void TestAwsSignature::signsTheSuite()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, signature);
    AwsRequest request;
    const auto view = [](const QByteArray &bytes) {
        return std::string_view(bytes.constData(), std::size_t(bytes.size()));
    };
    request.method = view(method);
    request.host = "example.amazonaws.com";
    request.target = view(target);
    request.body = view(body);
    if (!header.isEmpty())
        request.headers = {{header.toStdString(), value.toStdString()}};
    const auto fields = signForAws(request, kIdentity, kNow);
    QCOMPARE(fields.size(), std::size_t{2});
    QCOMPARE(fields[0].value, std::string("20150830T123600Z"));
    QVERIFY(fields[1].value.starts_with(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "));
    QCOMPARE(QByteArray::fromStdString(fields[1].value).right(64), signature);
    QVERIFY(fields[1].value.find("wJalr") == std::string::npos);
}

void TestAwsSignature::knowsFunctions_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<bool>("isArn");
    QTest::addColumn<QByteArray>("region");
    QTest::newRow("function") << QByteArray("arn:aws:lambda:eu-west-1:123456789012:function:chat")
                              << true << QByteArray("eu-west-1");
    QTest::newRow("with alias") << QByteArray(
        "arn:aws:lambda:us-east-2:123456789012:function:chat:live")
                                << true << QByteArray("us-east-2");
    QTest::newRow("newest") << QByteArray(
        "arn:aws:lambda:us-east-2:123456789012:function:chat:$LATEST")
                            << true << QByteArray("us-east-2");
    QTest::newRow("China") << QByteArray("arn:aws-cn:lambda:cn-north-1:123456789012:function:chat")
                           << true << QByteArray("cn-north-1");
    QTest::newRow("function URL") << QByteArray("https://abc.lambda-url.eu-north-1.on.aws/")
                                  << false << QByteArray("eu-north-1");
    QTest::newRow("no name") << QByteArray("arn:aws:lambda:eu-west-1:123456789012:function")
                             << false << QByteArray("eu-west-1");
    QTest::newRow("another service") << QByteArray("arn:aws:sns:eu-west-1:123456789012:topic")
                                     << false << QByteArray("eu-west-1");
    QTest::newRow("host in the region")
        << QByteArray("arn:aws:lambda:evil.example/:123456789012:function:chat") << false
        << QByteArray("evil.example/");
    QTest::newRow("path in the name")
        << QByteArray("arn:aws:lambda:eu-west-1:123456789012:function:../x") << false
        << QByteArray("eu-west-1");
    QTest::newRow("nothing") << QByteArray("") << false << QByteArray("");
}

void TestAwsSignature::knowsFunctions()
{
    QFETCH(const QByteArray, url);
    QFETCH(const bool, isArn);
    QFETCH(const QByteArray, region);
    QCOMPARE(isLambdaArn(url.toStdString()), isArn);
    QCOMPARE(QByteArray::fromStdString(lambdaRegion(url.toStdString())), region);
}

void TestAwsSignature::invokesByArn()
{
    auto webhook = std::make_shared<Webhook>(
        Webhook{.id = "whk_1", .key = {NamespaceName::standard(), *TopicName::parse("friends")}});
    webhook->url = "arn:aws:lambda:eu-west-1:123456789012:function:chat:live";
    webhook->credentials.secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    webhook->credentials.authentication
        = {AuthenticationKind::Aws, "AKIDEXAMPLE", "a secret key", {}, {}};
    AttemptJob job{webhook, "msg_1", 1, R"({"text":"hi"})"};
    const auto request = attemptRequest(job, {}, kNow);
    QVERIFY(request);
    QCOMPARE(request->url.host, std::string("lambda.eu-west-1.amazonaws.com"));
    QCOMPARE(request->url.port, std::uint16_t{443});
    QCOMPARE(request->url.target,
             std::string("/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3A"
                         "function%3Achat%3Alive/invocations"));
    std::string authorization;
    for (const HeaderField &field : request->headers)
        if (field.name == "Authorization")
            authorization = field.value;
    QVERIFY(authorization.find("/eu-west-1/lambda/aws4_request") != std::string::npos);
    QVERIFY(authorization.find("content-type;host;x-amz-date;x-amz-invocation-type")
            != std::string::npos);
}

QTEST_GUILESS_MAIN(TestAwsSignature)
#include "tst_aws_signature.moc"
