#include "ui/deliveries/curl_button.h"

#include <QMenu>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/clipboard.h"
#include "ui/common/curl_text.h"

namespace parley::ui {

CurlButton::CurlButton(const PageContext &context, QWidget *parent) :
    QToolButton(parent), m_context(context)
{
    setText(QStringLiteral("curl"));
    setToolTip(tr("Copy the request as curl, without credentials (C in the list, Ctrl+Shift+C)"));
    setAccessibleName(tr("Copy as curl"));
    setAccessibleDescription(toolTip());
    setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+C")));
    setPopupMode(QToolButton::MenuButtonPopup);
    auto *menu = new QMenu(this);
    m_fresh
        = menu->addAction(tr("Signed anew, good for five minutes"), this, &CurlButton::copySigned);
    m_sent = menu->addAction(tr("With the signature that was sent"), this, &CurlButton::copyAsSent);
    menu->addAction(tr("Without a signature"), this, &CurlButton::copyUnsigned);
    setMenu(menu);
    connect(this, &QToolButton::clicked, this, &CurlButton::copy);
    setEnabled(false);
}

void CurlButton::setRequest(const Request &request)
{
    m_request = request;
    setEnabled(request.url.startsWith(QLatin1String("http")));
    // The signature of a batch is that of all its bodies together.
    m_sent->setEnabled(!proofOf(request.head).isEmpty() && request.delivery.batchId.isEmpty());
    m_fresh->setEnabled(!m_context.guard.isReadOnly());
}

void CurlButton::copy()
{
    if (!isEnabled())
        return;
    if (m_fresh->isEnabled())
        copySigned();
    else
        copyUnsigned();
}

void CurlButton::copySigned()
{
    m_context.link.admin().deliveryActs().sign(
        m_request.delivery.id, this, [this, request = m_request](const auto &proof) {
            if (proof)
                copyText(requestCurl(request.url, request.head, request.body, *proof));
            if (request.delivery.id == m_request.delivery.id)
                Q_EMIT failed(proof ? QString() : client::sentence(proof.error()));
        });
}

void CurlButton::copyAsSent()
{
    copyText(requestCurl(m_request.url, m_request.head, m_request.body, proofOf(m_request.head)));
}

void CurlButton::copyUnsigned()
{
    copyText(requestCurl(m_request.url, m_request.head, m_request.body));
}

} // namespace parley::ui
