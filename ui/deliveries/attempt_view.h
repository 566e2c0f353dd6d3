#pragma once

#include <QWidget>

#include "server/client/attempt_info.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace parley::ui {

class DifferenceView;
class PayloadView;
class VerifyView;
class Waterfall;

// One attempt: what was sent, what came back, and where the time went. Thread: GUI.
class AttemptView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AttemptView)

public:
    explicit AttemptView(QWidget *parent);

    void setAttempt(const client::AttemptInfo &attempt);
    //! All of the delivery, for comparing.
    void setAttempts(const QList<client::AttemptInfo> &attempts, std::uint32_t current);
    void setRequestBody(const QByteArray &body); // of the delivery; the same on each attempt
    //! It stands alone, of no delivery that is kept: nothing to verify, compare or forget.
    void setAlone();
    void clear();
    QTabWidget *tabs() const { return m_tabs; }
    QPushButton *forgetButton() const { return m_forget; }

Q_SIGNALS:
    void forgetRequested(); // what the endpoint answered

private:
    static QString responseHeadText(const client::AttemptInfo &attempt);
    void showResponseBody(const client::AttemptInfo &attempt);
    QWidget *makeAnswer();
    QWidget *makeSide(QPlainTextEdit *&head, PayloadView *&body, const QString &name);

    QLabel *m_outcome = nullptr;
    QLabel *m_decision = nullptr;
    QTabWidget *m_tabs = nullptr;
    QPlainTextEdit *m_requestHead = nullptr;
    PayloadView *m_requestBody = nullptr;
    QPlainTextEdit *m_responseHead = nullptr;
    PayloadView *m_responseBody = nullptr;
    QPushButton *m_forget = nullptr;
    QLabel *m_unpacked = nullptr; // says that the body was compressed
    QLabel *m_connection = nullptr;
    Waterfall *m_waterfall = nullptr;
    VerifyView *m_verify = nullptr;
    DifferenceView *m_difference = nullptr;
    QString m_sentHead{};
};

} // namespace parley::ui
