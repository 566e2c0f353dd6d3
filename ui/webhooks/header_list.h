#pragma once

#include "server/client/webhook_security.h"
#include "ui/common/row_list.h"

namespace parley::ui {

class HeaderRow;

// The headers that every request has. Thread: GUI.
class HeaderList final : public RowList<HeaderRow>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HeaderList)

public:
    explicit HeaderList(QWidget *parent);

    void setHeaders(const QList<client::WebhookHeader> &headers);
    QList<client::WebhookHeader> headers() const; // rows that nobody wrote in are left out

private:
    void addEmpty() override;
    void add(const client::WebhookHeader &header);
};

} // namespace parley::ui
