#include "ui/webhooks/format_section.h"

#include <QComboBox>
#include <QPlainTextEdit>

#include "ui/common/theme.h"

namespace parley::ui {
namespace {

// A body in \p format of a message on \p topic, laid out to be read.
QString exampleBody(const QString &format, const QString &topic)
{
    if (format == QLatin1String("standard"))
        return QStringLiteral("{\n"
                              "  \"type\": \"topic.message\",\n"
                              "  \"timestamp\": \"2026-12-01T12:00:00.000Z\",\n"
                              "  \"data\": {\n"
                              "    \"namespace\": \"default\",\n"
                              "    \"topic\": \"%1\",\n"
                              "    \"page\": 1,\n"
                              "    \"sequence\": 7,\n"
                              "    \"publisherId\": \"ana\",\n"
                              "    \"text\": \"hello\"\n"
                              "  }\n"
                              "}")
            .arg(topic);
    if (format == QLatin1String("cloudevents"))
        return QStringLiteral("{\n"
                              "  \"specversion\": \"1.0\",\n"
                              "  \"id\": \"msg_…\",\n"
                              "  \"source\": \"/namespaces/default/topics/%1\",\n"
                              "  \"type\": \"parley.topic.message\",\n"
                              "  \"time\": \"2026-12-01T12:00:00.000Z\",\n"
                              "  \"subject\": \"%1\",\n"
                              "  \"parleypage\": \"1\",\n"
                              "  \"parleysequence\": \"7\",\n"
                              "  \"parleypublisher\": \"ana\",\n"
                              "  \"datacontenttype\": \"text/plain\",\n"
                              "  \"data\": \"hello\"\n"
                              "}")
            .arg(topic);
    return QStringLiteral("{\n"
                          "  \"cache\": \"default\",\n"
                          "  \"topic\": \"%1\",\n"
                          "  \"event_timestamp\": 1796126400000,\n"
                          "  \"publish_timestamp\": 1796126400007,\n"
                          "  \"topic_sequence_number\": 7,\n"
                          "  \"token_id\": \"ana\",\n"
                          "  \"text\": \"hello\"\n"
                          "}")
        .arg(topic);
}

} // namespace

FormatSection::FormatSection(QWidget *parent) : FormSection(parent)
{
    m_format = choice({{tr("Momento"), QStringLiteral("momento")},
                       {tr("Standard Webhooks"), QStringLiteral("standard")},
                       {tr("CloudEvents 1.0"), QStringLiteral("cloudevents")}});
    m_userAgent = choice({{QStringLiteral("Parley/… (Webhooks)"), QStringLiteral("parley")},
                          {tr("Momento's"), QStringLiteral("momento")}});
    m_example = new QPlainTextEdit(content());
    m_example->setReadOnly(true);
    m_example->setFont(fixedFont(font()));
    m_example->setTabChangesFocus(true);
    m_example->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_example->setMinimumHeight(fontMetrics().height() * 12);
    addRow(tr("&Body"), m_format);
    addRow(tr("It &looks like this"), m_example);
    addRow(tr("&User-Agent"), m_userAgent);
    setFocusProxy(m_format);
}

void FormatSection::setDraft(const WebhookDraft &draft)
{
    m_format->setCurrentIndex(std::max(0, m_format->findData(draft.webhook.format)));
    m_userAgent->setCurrentIndex(std::max(0, m_userAgent->findData(draft.webhook.userAgent)));
}

void FormatSection::addTo(WebhookDraft &draft) const
{
    draft.webhook.format = m_format->currentData().toString();
    draft.webhook.userAgent = m_userAgent->currentData().toString();
}

void FormatSection::showDraft(const WebhookDraft &draft)
{
    const auto topic = draft.webhook.address.topic.isEmpty() ? QStringLiteral("orders")
                                                             : draft.webhook.address.topic;
    const auto example = exampleBody(draft.webhook.format, topic.left(60));
    if (m_example->toPlainText() != example)
        m_example->setPlainText(example);
}

} // namespace parley::ui
