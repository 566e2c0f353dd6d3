#include "ui/webhooks/header_list.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/buttons.h"
#include "ui/models/webhook_draft.h"
#include "ui/webhooks/header_row.h"

namespace parley::ui {

HeaderList::HeaderList(QWidget *parent) :
    QWidget(parent), m_layout(new QVBoxLayout), m_add(linkButton(tr("+ Add a header"), this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(m_layout);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    setFocusProxy(m_add); // it is always there
    connect(m_add, &QPushButton::clicked, this, [this] {
        add({});
        m_rows.constLast()->setFocus(Qt::OtherFocusReason);
    });
}

void HeaderList::add(const client::WebhookHeader &header)
{
    auto *row = new HeaderRow(this);
    row->setHeader(header);
    m_rows.append(row);
    m_layout->addWidget(row);
    row->show(); // now, not with the next layout: it may get the focus before
    m_add->setEnabled(m_rows.size() < webhook_bounds::kHeaders);
    connect(row, &HeaderRow::changed, this, &HeaderList::changed);
    connect(row, &HeaderRow::removeRequested, this, [this, row] { remove(row); });
    Q_EMIT changed();
}

void HeaderList::remove(HeaderRow *row)
{
    m_rows.removeAll(row);
    row->hide(); // at once: it goes when its own signal is over
    row->deleteLater();
    m_add->setEnabled(m_rows.size() < webhook_bounds::kHeaders);
    Q_EMIT changed();
}

void HeaderList::setHeaders(const QList<client::WebhookHeader> &headers)
{
    const auto before = m_rows;
    for (auto *row : before)
        remove(row);
    for (const auto &header : headers)
        add(header);
}

QList<client::WebhookHeader> HeaderList::headers() const
{
    QList<client::WebhookHeader> headers;
    for (const auto *row : m_rows)
        if (!row->isEmpty())
            headers.append(row->header());
    return headers;
}

} // namespace parley::ui
