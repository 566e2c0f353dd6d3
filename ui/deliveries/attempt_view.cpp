#include "ui/deliveries/attempt_view.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/payload_view.h"
#include "ui/common/tables.h"
#include "ui/common/theme.h"
#include "ui/deliveries/difference_view.h"
#include "ui/deliveries/verify_view.h"
#include "ui/deliveries/waterfall.h"
#include "ui/models/attempt_model.h"
#include "ui/models/delivery_text.h"
#include "ui/models/gunzip.h"
#include "ui/models/text_format.h"

namespace parley::ui {

AttemptView::AttemptView(QWidget *parent) :
    QWidget(parent), m_outcome(headingLabel({}, this, 2)), m_decision(mutedLabel({}, this)),
    m_tabs(new QTabWidget(this)), m_connection(mutedLabel({}, this)),
    m_waterfall(new Waterfall(this))
{
    m_tabs->setAccessibleName(tr("Parts of the attempt"));
    m_tabs->addTab(makeSide(m_requestHead, m_requestBody, tr("Request")), tr("Request"));
    m_unpacked = mutedLabel({}, this);
    m_tabs->addTab(makeAnswer(), tr("Response"));
    auto *timing = new QWidget(m_tabs);
    auto *inner = new QVBoxLayout(timing);
    inner->setContentsMargins(0, 8, 0, 0);
    inner->addWidget(m_waterfall);
    inner->addWidget(m_connection);
    inner->addStretch();
    m_tabs->addTab(timing, tr("Timing"));
    auto *scroll = new QScrollArea(m_tabs);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    m_verify = new VerifyView(scroll);
    scroll->setWidget(m_verify);
    m_tabs->addTab(scroll, tr("Verify"));
    m_difference = new DifferenceView(m_tabs);
    m_tabs->addTab(m_difference, tr("Compare"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_outcome);
    layout->addWidget(m_decision);
    layout->addWidget(m_unpacked);
    layout->addWidget(m_tabs, 1);
}

QWidget *AttemptView::makeSide(QPlainTextEdit *&head, PayloadView *&body, const QString &name)
{
    auto *side = new QSplitter(Qt::Vertical, m_tabs);
    head = new QPlainTextEdit(side);
    head->setReadOnly(true);
    head->setAccessibleName(tr("%1: head").arg(name));
    head->setFont(fixedFont(head->font()));
    head->setLineWrapMode(QPlainTextEdit::NoWrap);
    body = new PayloadView(side);
    side->addWidget(head);
    side->addWidget(body);
    side->setStretchFactor(0, 2);
    side->setStretchFactor(1, 3);
    side->setChildrenCollapsible(false);
    return side;
}

QWidget *AttemptView::makeAnswer()
{
    auto *answer = new QWidget(m_tabs);
    m_forget = linkButton(tr("Forget this answer"), answer);
    m_forget->setToolTip(tr("The broker keeps its status only"));
    auto *layout = new QVBoxLayout(answer);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(makeSide(m_responseHead, m_responseBody, tr("Response")), 1);
    layout->addWidget(m_forget, 0, Qt::AlignLeft);
    connect(m_forget, &QPushButton::clicked, this, &AttemptView::forgetRequested);
    return answer;
}

// A function of the broker answers with a status and a body: it has no head to show or to forget.
QString AttemptView::responseHeadText(const client::AttemptInfo &attempt)
{
    if (!attempt.responseHead.isEmpty())
        return attempt.responseHead;
    if (attempt.httpStatus == 0)
        return tr("No response.");
    if (attempt.address == QLatin1String("function"))
        return tr("A function answers without a head.");
    return tr("It was forgotten.");
}

void AttemptView::setAttempt(const client::AttemptInfo &attempt)
{
    const auto state = attempt.succeeded() ? QStringLiteral("delivered") : QStringLiteral("dead");
    m_outcome->setText(QStringLiteral("%1 %2 · %3")
                           .arg(stateSign(state), AttemptModel::outcomeText(attempt),
                                microsecondsText(attempt.timing.total)));
    QStringList words{attempt.succeeded() ? QString() : causeSentence(attempt), attempt.decision};
    words.removeAll(QString());
    m_decision->setText(words.join(QLatin1Char('\n')));
    m_decision->setVisible(!words.isEmpty());
    m_sentHead = attempt.requestHead;
    m_requestHead->setPlainText(attempt.requestHead);
    m_responseHead->setPlainText(responseHeadText(attempt));
    m_forget->setEnabled(!attempt.responseHead.isEmpty() || !attempt.responseBody.isEmpty());
    showResponseBody(attempt);
    m_waterfall->setTiming(attempt.timing);
    QStringList facts;
    if (!attempt.address.isEmpty())
        facts.append(attempt.reusedConnection ? tr("%1, connection used again").arg(attempt.address)
                                              : attempt.address);
    if (!attempt.tls.isEmpty())
        facts.append(attempt.tls);
    m_connection->setText(facts.join(QLatin1Char('\n')));
}

// Stored are the bytes that came; compressed ones are unfolded for looking at them only.
void AttemptView::showResponseBody(const client::AttemptInfo &attempt)
{
    const auto unpacked = gunzipped(attempt.responseBody);
    m_unpacked->setVisible(unpacked.has_value());
    if (!unpacked) {
        m_responseBody->setPayload(attempt.responseBody, attempt.responseIsText,
                                   attempt.responseTruncated ? attempt.responseBytes : 0);
        return;
    }
    m_unpacked->setText(unpacked->isCut ? tr("The answer came gzipped, %1; this is its first MiB.")
                                              .arg(bytesText(attempt.responseBytes))
                                        : tr("The answer came gzipped, %1; this is what it holds.")
                                              .arg(bytesText(attempt.responseBytes)));
    const bool isText = QString::fromUtf8(unpacked->bytes).toUtf8() == unpacked->bytes;
    m_responseBody->setPayload(unpacked->bytes, isText);
}

void AttemptView::setAttempts(const QList<client::AttemptInfo> &attempts, std::uint32_t current)
{
    m_difference->setAttempts(attempts, current);
    m_tabs->setTabEnabled(m_tabs->indexOf(m_difference), attempts.size() > 1);
}

void AttemptView::setAlone()
{
    m_tabs->setTabVisible(m_tabs->indexOf(m_difference), false);
    m_tabs->setTabVisible(m_tabs->indexOf(m_difference) - 1, false); // the verification
    m_forget->hide();
}

void AttemptView::setRequestBody(const QByteArray &body)
{
    m_requestBody->setPayload(body, true);
    m_verify->setRequest(m_sentHead, body);
}

void AttemptView::clear()
{
    m_outcome->setText(tr("No attempt yet"));
    m_decision->hide();
    m_unpacked->hide();
    m_sentHead.clear();
    m_verify->setRequest({}, {});
    m_difference->setAttempts({}, 0);
    m_requestHead->clear();
    m_responseHead->clear();
    m_forget->setEnabled(false);
    m_responseBody->setPayload({}, true);
    m_waterfall->setTiming({});
    m_connection->clear();
}

} // namespace parley::ui
