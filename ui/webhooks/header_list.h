#pragma once

#include <QList>
#include <QWidget>

#include "server/client/webhook_security.h"

class QPushButton;
class QVBoxLayout;

namespace parley::ui {

class HeaderRow;

// The headers that every request has, written one below the other. Thread: GUI.
class HeaderList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HeaderList)

public:
    explicit HeaderList(QWidget *parent);

    void setHeaders(const QList<client::WebhookHeader> &headers);
    QList<client::WebhookHeader> headers() const; // rows that nobody wrote in are left out

Q_SIGNALS:
    void changed();

private:
    void add(const client::WebhookHeader &header);
    void remove(HeaderRow *row);

    QVBoxLayout *m_layout = nullptr;
    QPushButton *m_add = nullptr;
    QList<HeaderRow *> m_rows{};
};

} // namespace parley::ui
