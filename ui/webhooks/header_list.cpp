#include "ui/webhooks/header_list.h"

#include <QLayout>

#include "server/types/webhook_credentials.h"
#include "ui/webhooks/header_row.h"

namespace parley::ui {

HeaderList::HeaderList(QWidget *parent) :
    RowList(tr("+ Add a header"), WebhookCredentials::kMaxHeaders, parent)
{
    layout()->setSpacing(4);
}

void HeaderList::addEmpty()
{
    add({});
    rows().constLast()->setFocus(Qt::OtherFocusReason);
}

void HeaderList::add(const client::WebhookHeader &header)
{
    auto *row = new HeaderRow(this);
    row->setHeader(header);
    append(row);
}

void HeaderList::setHeaders(const QList<client::WebhookHeader> &headers)
{
    clear();
    for (const auto &header : headers)
        add(header);
}

QList<client::WebhookHeader> HeaderList::headers() const
{
    QList<client::WebhookHeader> headers;
    for (const auto *row : rows())
        if (!row->isEmpty())
            headers.append(row->header());
    return headers;
}

} // namespace parley::ui
