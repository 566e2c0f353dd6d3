#include "ui/models/webhook_draft.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include "server/client/message_filter.h"
#include "server/client/tls_trust.h"
#include "server/client/wire_error.h"
#include "server/types/delivery_settings.h"
#include "server/types/namespace_name.h"
#include "server/types/topic_name.h"
#include "server/types/webhook.h"
#include "server/types/webhook_credentials.h"
#include "ui/models/retry_text.h"
#include "ui/models/webhook_target.h"

namespace parley::ui {
namespace {

using Problems = QMap<WebhookField, DraftProblem>;

QString draftWords(const char *text)
{
    return QCoreApplication::translate("WebhookDraft", text);
}

void add(Problems &problems, WebhookField field, const QString &sentence, bool isMissing = false)
{
    if (!sentence.isEmpty() && !problems.contains(field))
        problems.insert(field, {sentence, isMissing});
}

void checkTarget(Problems &problems, const WebhookDraft &draft)
{
    const auto &webhook = draft.webhook;
    if (webhook.name.toUtf8().size() > qsizetype(Webhook::kMaxNameBytes))
        add(problems, WebhookField::Name,
            draftWords("Too long: at most %1 bytes. Many letters take 2 or more.")
                .arg(Webhook::kMaxNameBytes));
    const auto function = webhook.functionName();
    if (webhook.url.isEmpty() || webhook.url == QLatin1String("function:"))
        add(problems, WebhookField::Target, draftWords("Say what is called."), true);
    else
        add(problems, WebhookField::Target, webhookUrlProblem(webhook.url, webhook.level));
    if (!function.isEmpty() && !draft.functionNames.isEmpty()
        && !draft.functionNames.contains(function))
        add(problems, WebhookField::Target,
            draftWords("There is no function “%1” here.").arg(function));
}

void checkTopic(Problems &problems, const WebhookDraft &draft)
{
    const auto nameSpace = NamespaceName::parse(draft.webhook.address.nameSpace.toStdString());
    if (draft.webhook.address.nameSpace.isEmpty())
        add(problems, WebhookField::NameSpace, draftWords("Name the namespace."), true);
    else if (!nameSpace)
        add(problems, WebhookField::NameSpace, client::sentence(nameSpace.error()));
    auto topic = draft.webhook.address.topic;
    if (topic.isEmpty())
        return add(problems, WebhookField::Topic,
                   draft.webhook.isPrefix() ? draftWords("Say how the topics begin.")
                                            : draftWords("Name the topic."),
                   true);
    if (draft.webhook.isPrefix() && topic.endsWith(QLatin1Char('/')))
        topic.chop(1);
    if (const auto name = TopicName::parse(topic.toStdString()); !name)
        add(problems, WebhookField::Topic, client::sentence(name.error()));
    if (draft.filter.trimmed().isEmpty())
        return;
    if (const auto filter = client::messageFilterFrom(draft.filter); !filter)
        add(problems, WebhookField::Filter, client::sentence(filter.error()));
}

QString pointerProblem(const QString &pointer)
{
    static const QRegularExpression escape(QStringLiteral("~(?![01])"));
    if (!pointer.startsWith(QLatin1Char('/')))
        return draftWords("A place in the message begins with a slash, such as /customer/id.");
    if (pointer.toUtf8().size() > qsizetype(DeliverySettings::kMaxPointerBytes))
        return draftWords("Too long: at most %1 bytes.").arg(DeliverySettings::kMaxPointerBytes);
    return pointer.contains(escape) ? draftWords("Write ~ as ~0 and / within a name as ~1.")
                                    : QString();
}

void checkDelivery(Problems &problems, const WebhookDraft &draft)
{
    const auto &webhook = draft.webhook;
    if (webhook.schedule == QLatin1String("custom"))
        add(problems, WebhookField::Delays, delaysFrom(draft.delays).problem);
    const bool byPointer
        = webhook.ordering == QLatin1String("key") && webhook.orderingKey != QLatin1String("topic");
    if (byPointer && webhook.orderingKey.isEmpty())
        add(problems, WebhookField::OrderingKey,
            draftWords("Say where in the message the key stands."), true);
    else if (byPointer)
        add(problems, WebhookField::OrderingKey, pointerProblem(webhook.orderingKey));
    if (webhook.batchMessages > 1 && webhook.ordering == QLatin1String("none"))
        add(problems, WebhookField::Batch,
            draftWords("Several messages in one request need an order: choose one above."));
}

void checkAuthentication(Problems &problems, const client::WebhookInfo &webhook)
{
    const auto &authentication = webhook.authentication;
    const auto kind = authentication.kind;
    const bool hasSecret
        = authentication.secret ? !authentication.secret->isEmpty() : authentication.hasSecret;
    const auto say = [&problems](const QString &sentence, bool isMissing) {
        add(problems, WebhookField::Authentication, sentence, isMissing);
    };
    if (webhook.callsLambda() && kind != QLatin1String("aws"))
        return say(
            draftWords("A Lambda function is called with an AWS access key: choose it here."),
            false);
    if (kind == QLatin1String("none"))
        return;
    const bool isBasic = kind == QLatin1String("basic");
    const bool isAws = kind == QLatin1String("aws");
    if ((isBasic || isAws) && authentication.user.isEmpty())
        return say(isAws ? draftWords("Fill in the access key id.")
                         : draftWords("Fill in the user."),
                   true);
    if (isBasic && authentication.user.contains(QLatin1Char(':')))
        return say(draftWords("A user has no colon in it."), false);
    if (isAws && authentication.region.isEmpty() && !webhook.callsLambda())
        return say(draftWords("Fill in the region, such as eu-central-1."), true);
    if (!hasSecret)
        say(isAws         ? draftWords("Fill in the secret access key.")
                : isBasic ? draftWords("Fill in the password.")
                          : draftWords("Fill in the token."),
            true);
}

void checkHeaders(Problems &problems, const client::WebhookInfo &webhook)
{
    QSet<QString> seen;
    for (const auto &header : webhook.headers) {
        const auto name = header.name.toLower();
        add(problems, WebhookField::Headers, headerProblem(header));
        if (seen.contains(name))
            add(problems, WebhookField::Headers,
                draftWords("The header %1 is there twice.").arg(header.name));
        if (name == QLatin1String("authorization")
            && webhook.authentication.kind != QLatin1String("none"))
            add(problems, WebhookField::Headers,
                draftWords("Authorization is set by the authentication above already."));
        seen.insert(name);
    }
    if (webhook.headers.size() > qsizetype(WebhookCredentials::kMaxHeaders))
        add(problems, WebhookField::Headers,
            draftWords("At most %1 headers can be added.").arg(WebhookCredentials::kMaxHeaders));
}

void checkTls(Problems &problems, const client::WebhookTls &tls)
{
    const auto holds = [](const QString &pem) { return client::holdsCertificates(pem.toUtf8()); };
    const bool hasKey = tls.key ? !tls.key->isEmpty() : tls.hasKey;
    if (!tls.authorities.isEmpty() && !holds(tls.authorities))
        add(problems, WebhookField::Authorities,
            draftWords("There is no certificate in PEM form in this text."));
    if (!tls.certificate.isEmpty() && !holds(tls.certificate))
        add(problems, WebhookField::Certificate,
            draftWords("There is no certificate in PEM form in this text."));
    else if (!tls.certificate.isEmpty() && !hasKey)
        add(problems, WebhookField::Certificate,
            draftWords("The certificate needs its private key."), true);
    else if (tls.certificate.isEmpty() && tls.key && !tls.key->isEmpty())
        add(problems, WebhookField::Certificate, draftWords("The key needs its certificate."),
            true);
    else if (tls.key && !tls.key->isEmpty() && !tls.key->contains("PRIVATE KEY-----"))
        add(problems, WebhookField::Certificate,
            draftWords("There is no private key in PEM form in this text."));
}

} // namespace

QString headerProblem(const client::WebhookHeader &header)
{
    static const QRegularExpression token(QStringLiteral("\\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\\z"));
    static const QSet<QString> kOurs{
        QStringLiteral("host"),       QStringLiteral("content-length"),
        QStringLiteral("connection"), QStringLiteral("transfer-encoding"),
        QStringLiteral("te"),         QStringLiteral("upgrade"),
        QStringLiteral("expect"),     QStringLiteral("momento-signature"),
    };
    const auto name = header.name.toLower();
    if (name.isEmpty())
        return draftWords("A header needs a name.");
    if (!token.match(name).hasMatch())
        return draftWords("“%1” cannot be the name of a header.").arg(header.name.left(40));
    if (kOurs.contains(name) || name.startsWith(QLatin1String("webhook-")))
        return draftWords("The header %1 is set by Parley.").arg(header.name);
    if (header.secret && header.value && header.value->isEmpty())
        return draftWords("The secret header %1 needs a value.").arg(header.name);
    const auto value = header.value.value_or(QString());
    const bool hasControl = std::any_of(value.begin(), value.end(), [](QChar c) {
        return (c.unicode() < 0x20 && c != QLatin1Char('\t')) || c.unicode() == 0x7f;
    });
    if (hasControl)
        return draftWords("The value of %1 has a line break or another control in it.")
            .arg(header.name);
    return name.size() + value.toUtf8().size() > qsizetype(WebhookCredentials::kMaxHeaderBytes)
        ? draftWords("The header %1 is too long: at most %2 bytes.")
              .arg(header.name.left(40), QString::number(WebhookCredentials::kMaxHeaderBytes))
        : QString();
}

WebhookDraft WebhookDraft::of(const client::WebhookInfo &webhook, bool isNew)
{
    WebhookDraft draft;
    draft.webhook = webhook;
    draft.isNew = isNew;
    const bool isOwn = webhook.schedule == QLatin1String("custom");
    draft.delays = typedText(isOwn ? webhook.delaySeconds : presetDelays(webhook.schedule));
    if (webhook.filter)
        draft.filter = QString::fromUtf8(QJsonDocument(*webhook.filter).toJson()).trimmed();
    return draft;
}

client::WebhookInfo WebhookDraft::settings() const
{
    auto result = webhook;
    if (result.schedule == QLatin1String("custom"))
        result.delaySeconds = delaysFrom(delays).seconds;
    if (result.ordering == QLatin1String("endpoint"))
        result.concurrency = 1; // one after the other
    if (result.ordering != QLatin1String("key"))
        result.orderingKey = QStringLiteral("topic");
    result.filter.reset();
    if (const auto read = client::messageFilterFrom(filter); read && !read->isEmpty())
        result.filter = *read;
    if (result.authentication.kind == QLatin1String("aws")) {
        if (result.authentication.service.isEmpty())
            result.authentication.service = QStringLiteral("lambda");
        if (result.callsLambda())
            result.authentication.region = lambdaRegion(result.url);
    }
    return result;
}

QMap<WebhookField, DraftProblem> problemsOf(const WebhookDraft &draft)
{
    Problems problems;
    checkTarget(problems, draft);
    checkTopic(problems, draft);
    checkDelivery(problems, draft);
    if (!draft.webhook.callsFunction()) {
        checkAuthentication(problems, draft.webhook);
        checkHeaders(problems, draft.webhook);
        checkTls(problems, draft.webhook.tls);
    }
    return problems;
}

} // namespace parley::ui
