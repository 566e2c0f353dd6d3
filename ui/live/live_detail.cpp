#include "ui/live/live_detail.h"

#include <QDateTime>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/broker_link.h"
#include "ui/common/clipboard.h"
#include "ui/common/curl_text.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/payload_view.h"
#include "ui/models/text_format.h"

namespace parley::ui {

LiveDetail::LiveDetail(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_title(new ElidedLabel(this)),
    m_facts(mutedLabel({}, this)), m_topic(new QPushButton(tr("Open topic"), this)),
    m_copy(new QPushButton(tr("Copy as curl"), this)), m_payload(new PayloadView(this))
{
    m_title->setProperty("heading", 2);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+C")));
    m_copy->setToolTip(tr("Publishes the same again; the token is left out (Ctrl+Shift+C)"));
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_title);
    words->addWidget(m_facts);
    auto *head = new QHBoxLayout;
    head->addLayout(words, 1);
    head->addWidget(m_copy);
    head->addWidget(m_topic);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_payload, 1);
    connect(m_copy, &QPushButton::clicked, this, &LiveDetail::copyAsCurl);
    connect(m_topic, &QPushButton::clicked, this,
            [this] { Q_EMIT m_context.navigator.topicRequested(m_address); });
}

void LiveDetail::setRow(const LogRowView &row)
{
    m_address = {row.namespaceName, row.topic};
    m_binary = row.binary;
    m_title->setFullText(row.topic);
    const auto time = QDateTime::fromMSecsSinceEpoch(row.timeMs, Qt::UTC);
    QStringList facts{clockText(time), time.toString(Qt::ISODateWithMs),
                      QStringLiteral("%1:%2").arg(row.page).arg(row.sequence),
                      bytesText(row.payloadBytes)};
    if (!row.publisherId.isEmpty())
        facts.append(tr("by %1").arg(QString::fromUtf8(row.publisherId)));
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
    m_payload->setPayload(row.payload.toByteArray(), !row.binary, row.payloadBytes);
    // A message that the broker's event cut cannot be published again as it was.
    m_copy->setEnabled(row.payloadBytes <= std::uint64_t(row.payload.size()));
}

void LiveDetail::setWrapped(bool wrapped)
{
    m_payload->setWrapped(wrapped);
}

void LiveDetail::copyAsCurl()
{
    copyText(publishCurl(m_context.link.address().url, m_address, m_payload->payload(), !m_binary));
}

} // namespace parley::ui
