#include "ui/webhooks/webhook_editor.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QUrl>

#include "server/client/wire_error.h"
#include "server/types/topic_name.h"
#include "server/types/webhook.h"
#include "ui/common/broker_link.h"
#include "ui/common/labels.h"

namespace parley::ui {
namespace {

QString scheduleHint(const QString &schedule)
{
    if (schedule == QLatin1String("chat"))
        return WebhookEditor::tr("Few tries within minutes: old chat lines help nobody.");
    if (schedule == QLatin1String("momento"))
        return WebhookEditor::tr("As Momento tried: quickly, then gives up.");
    return WebhookEditor::tr("Many tries over days, ever further apart.");
}

QString levelHint(const QString &level)
{
    if (level == QLatin1String("local"))
        return WebhookEditor::tr("May call this machine. For your own programs only.");
    if (level == QLatin1String("lan"))
        return WebhookEditor::tr("May call machines of your own network.");
    return WebhookEditor::tr("May call public addresses only.");
}

// One line: a label that wraps asks a form for the height that it would have in a narrow one.
ElidedLabel *hintLabel(QWidget *parent)
{
    auto *hint = new ElidedLabel(parent);
    hint->setProperty("muted", true);
    return hint;
}

} // namespace

QString webhookUrlProblem(const QString &url)
{
    if (url.startsWith(QLatin1String("function:")))
        return url.size() > 9 ? QString() : WebhookEditor::tr("Name the function after the colon.");
    if (url.toUtf8().size() > qsizetype(Webhook::kMaxUrlBytes))
        return WebhookEditor::tr("The address is too long.");
    const QUrl parsed(url, QUrl::StrictMode);
    const bool isHttp
        = parsed.scheme() == QLatin1String("http") || parsed.scheme() == QLatin1String("https");
    if (!parsed.isValid() || !isHttp || parsed.host().isEmpty())
        return WebhookEditor::tr("Write an address such as https://example.org/hook, or "
                                 "function:echo.");
    if (!parsed.userInfo().isEmpty())
        return WebhookEditor::tr("Leave user and password out of the address: it is shown and "
                                 "logged.");
    return {};
}

WebhookEditor::WebhookEditor(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_name(new QLineEdit(this)), m_topic(new QComboBox(this)),
    m_url(new QComboBox(this)), m_problem(problemLabel(this))
{
    m_name->setMaxLength(64);
    m_name->setPlaceholderText(tr("for people"));
    m_topic->setEditable(true);
    m_url->setEditable(true);
    m_url->lineEdit()->setPlaceholderText(tr("https://… or a function"));
    m_format = choice({QStringLiteral("momento"), QStringLiteral("standard")}, tr("Body"));
    m_schedule
        = choice({QStringLiteral("standard"), QStringLiteral("chat"), QStringLiteral("momento")},
                 tr("Retries"));
    m_level = choice({QStringLiteral("public"), QStringLiteral("lan"), QStringLiteral("local")},
                     tr("Reach"));
    m_scheduleHint = hintLabel(this);
    m_levelHint = hintLabel(this);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(7);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Topic"), m_topic);
    form->addRow(tr("&Calls"), m_url);
    form->addRow(tr("&Body"), m_format);
    form->addRow(tr("&Retries"), m_schedule);
    form->addRow(QString(), m_scheduleHint);
    form->addRow(tr("R&each"), m_level);
    form->addRow(QString(), m_levelHint);
    form->addRow(m_problem);
    connect(m_name, &QLineEdit::textChanged, this, &WebhookEditor::validate);
    for (auto *box : {m_topic, m_url})
        connect(box, &QComboBox::editTextChanged, this, &WebhookEditor::validate);
    for (auto *box : {m_format, m_schedule, m_level})
        connect(box, &QComboBox::currentIndexChanged, this, &WebhookEditor::validate);
}

QComboBox *WebhookEditor::choice(const QStringList &words, const QString &name)
{
    auto *box = new QComboBox(this);
    box->addItems(words);
    box->setAccessibleName(name);
    return box;
}

void WebhookEditor::setWebhook(const client::WebhookInfo &webhook, bool isNew)
{
    m_original = webhook;
    m_isNew = isNew;
    askForNames();
    m_name->setText(webhook.name);
    m_topic->setEditText(webhook.address.topic);
    m_topic->setEnabled(isNew);
    m_url->setEditText(webhook.url);
    m_format->setCurrentText(webhook.format);
    m_schedule->setCurrentText(webhook.schedule);
    m_level->setCurrentText(webhook.level);
    validate();
}

client::WebhookInfo WebhookEditor::webhook() const
{
    auto webhook = m_original;
    webhook.name = m_name->text().trimmed();
    webhook.address.topic = m_topic->currentText().trimmed();
    webhook.url = m_url->currentText().trimmed();
    webhook.format = m_format->currentText();
    webhook.schedule = m_schedule->currentText();
    webhook.level = m_level->currentText();
    return webhook;
}

bool WebhookEditor::isChanged() const
{
    return client::toJson(webhook(), true) != client::toJson(m_original, true);
}

void WebhookEditor::askForNames()
{
    auto &admin = m_context.link.admin();
    admin.topics(this, [this](const auto &topics) {
        const auto typed = m_topic->currentText();
        m_topic->clear();
        for (const auto &topic : topics ? *topics : QList<client::TopicInfo>())
            if (topic.address.nameSpace == QLatin1String("default")) // where it is made
                m_topic->addItem(topic.address.topic);
        m_topic->setEditText(typed);
    });
    admin.functions(this, [this](const auto &functions) {
        const auto typed = m_url->currentText();
        m_url->clear();
        for (const auto &name : functions ? functions->functions : QStringList())
            m_url->addItem(QStringLiteral("function:") + name);
        m_url->setEditText(typed);
    });
}

void WebhookEditor::validate()
{
    m_scheduleHint->setFullText(scheduleHint(m_schedule->currentText()));
    m_levelHint->setFullText(levelHint(m_level->currentText()));
    const auto typed = webhook();
    const auto topic = TopicName::parse(typed.address.topic.toStdString());
    const auto urlProblem = webhookUrlProblem(typed.url);
    m_valid = topic && urlProblem.isEmpty() && !typed.name.isEmpty();
    QString problem;
    if (!urlProblem.isEmpty() && !typed.url.isEmpty())
        problem = urlProblem;
    if (!topic && !typed.address.topic.isEmpty())
        problem = client::sentence(topic.error());
    showProblem(m_problem, problem);
    Q_EMIT edited();
}

} // namespace parley::ui
