#include "ui/webhooks/webhook_form.h"

#include <QTabBar>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/webhooks/delivery_section.h"
#include "ui/webhooks/destination_section.h"
#include "ui/webhooks/format_section.h"
#include "ui/webhooks/last_message.h"
#include "ui/webhooks/security_section.h"
#include "ui/webhooks/topic_section.h"

namespace parley::ui {
namespace {

const QString kMark = QStringLiteral("⚠ "); // before the name of a tab with something wrong in it

} // namespace

WebhookForm::WebhookForm(const PageContext &context, QWidget *parent) :
    QTabWidget(parent), m_context(context), m_destination(new DestinationSection(this)),
    m_topic(new TopicSection(this))
{
    setDocumentMode(true);
    tabBar()->setDrawBase(false);
    add(m_destination, tr("Destination"));
    add(m_topic, tr("Topic"));
    add(new DeliverySection(this), tr("Delivery"));
    add(new SecuritySection(this), tr("Security"));
    add(new FormatSection(this), tr("Format"));
    setFocusProxy(nullptr);
    askForNames();
}

void WebhookForm::add(FormSection *section, const QString &title)
{
    m_sections.append(section);
    m_titles.append(title);
    addTab(section, title);
    connect(section, &FormSection::edited, this, &WebhookForm::onEdited);
}

void WebhookForm::setWebhook(const client::WebhookInfo &webhook, bool isNew)
{
    m_isFilling = true;
    m_original = WebhookDraft::of(webhook, isNew);
    for (auto *section : std::as_const(m_sections))
        section->setDraft(m_original);
    m_isFilling = false;
    m_saysAll = false;
    onEdited();
}

WebhookDraft WebhookForm::draft() const
{
    auto draft = m_original;
    for (const auto *section : m_sections)
        section->addTo(draft);
    return draft;
}

bool WebhookForm::isChanged() const
{
    const auto now = draft();
    return m_original.isNew || now.delays != m_original.delays
        || !client::changesJson(m_original.settings(), now.settings()).isEmpty();
}

void WebhookForm::onEdited()
{
    if (m_isFilling)
        return;
    m_refusal.reset(); // it was about what stood here before
    check();
    Q_EMIT edited();
}

void WebhookForm::check()
{
    const auto now = draft();
    auto problems = problemsOf(now);
    if (m_refusal)
        problems.insert(m_refusal->first, {m_refusal->second, false});
    for (qsizetype i = 0; i < m_sections.size(); ++i) {
        auto *section = m_sections.at(i);
        section->showDraft(now);
        const bool isWrong = section->say(problems, m_saysAll);
        setTabText(int(i), isWrong ? kMark + m_titles.at(i) : m_titles.at(i));
        setTabToolTip(int(i), isWrong ? tr("Something here is to be mended") : QString());
    }
    askForLastMessage();
    Q_EMIT checked();
}

bool WebhookForm::isFinished()
{
    const auto problems = problemsOf(draft());
    if (problems.isEmpty())
        return true;
    m_saysAll = true;
    check();
    goTo(problems.firstKey());
    return false;
}

void WebhookForm::goTo(WebhookField field)
{
    for (auto *section : std::as_const(m_sections)) {
        if (!section->has(field))
            continue;
        setCurrentWidget(section);
        section->goTo(field);
    }
}

bool WebhookForm::showRefusal(const Error &error)
{
    static const std::pair<const char *, WebhookField> kMembers[]
        = {{"url", WebhookField::Target},
           {"name", WebhookField::Name},
           {"there is no function", WebhookField::Target},
           {"namespace", WebhookField::NameSpace},
           {"topic", WebhookField::Topic},
           {"filter", WebhookField::Filter},
           {"delaySeconds", WebhookField::Delays},
           {"orderingKey", WebhookField::OrderingKey},
           {"batchM", WebhookField::Batch},
           {"authentication", WebhookField::Authentication},
           {"headers", WebhookField::Headers},
           {"header ", WebhookField::Headers},
           {"tls.authorities", WebhookField::Authorities},
           {"tls", WebhookField::Certificate}};
    const auto message = QString::fromStdString(error.message);
    for (const auto &[member, field] : kMembers) {
        if (!message.startsWith(QLatin1String(member)))
            continue;
        for (auto *section : std::as_const(m_sections)) {
            if (!section->isShown(field))
                continue;
            m_refusal.emplace(field, client::sentence(error));
            check();
            goTo(field);
            return true;
        }
    }
    return false;
}

void WebhookForm::askForNames()
{
    auto &admin = m_context.link.admin();
    admin.topics(this, [this](const auto &topics) {
        QList<client::TopicAddress> addresses;
        for (const auto &topic : topics ? *topics : QList<client::TopicInfo>())
            addresses.append(topic.address);
        m_topic->setTopics(addresses);
    });
    admin.functions(this, [this](const auto &functions) {
        QStringList names;
        for (const auto &function :
             functions ? functions->functions : QList<client::FunctionInfo>())
            names.append(function.name);
        m_destination->setFunctionNames(names);
        check();
    });
}

// Once there is a filter to be tried on it.
void WebhookForm::askForLastMessage()
{
    const auto now = draft();
    const auto topic = now.webhook.address.nameSpace + QLatin1Char('/') + now.webhook.address.topic
        + now.webhook.match;
    const auto problems = problemsOf(now);
    if (now.filter.trimmed().isEmpty() || topic == m_lastOf
        || problems.contains(WebhookField::Topic) || problems.contains(WebhookField::NameSpace))
        return;
    m_lastOf = topic;
    fetchLastMessage(m_context.link.admin(), now.webhook, this, [this, topic](const auto &message) {
        if (topic != m_lastOf)
            return;
        m_topic->setLastMessage(message ? std::optional(*message) : std::nullopt);
        check();
    });
}

} // namespace parley::ui
