#pragma once

#include <QToolButton>

#include "server/client/delivery_info.h"
#include "ui/common/page.h"

namespace parley::ui {

// Copies a delivery's request as a curl command: with a signature of this moment, which the broker
// makes, with the one that was sent, or without. Credentials are left out always. Thread: GUI.
class CurlButton final : public QToolButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CurlButton)

public:
    struct Request {
        client::DeliveryInfo delivery{};
        QString url{};
        QString head{}; // that was sent; empty: none was yet
        QByteArray body{};
    };

    CurlButton(const PageContext &context, QWidget *parent);

    void setRequest(const Request &request); // an address that is none of HTTP disables it
    //! Signed anew where that is allowed.
    void copy();

Q_SIGNALS:
    void failed(const QString &problem); // "" : it did not

private:
    void copySigned();
    void copyAsSent();
    void copyUnsigned();

    PageContext m_context;
    Request m_request{};
    QAction *m_fresh = nullptr;
    QAction *m_sent = nullptr;
};

} // namespace parley::ui
