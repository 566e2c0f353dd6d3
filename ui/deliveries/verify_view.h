#pragma once

#include <QWidget>

#include "ui/models/signature_check.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace parley::ui {

// Why a receiver takes a signature or not: the string that was signed, each signature, and a check
// of headers, body and secret that somebody pastes. Nothing typed here leaves it. Thread: GUI.
class VerifyView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VerifyView)

public:
    explicit VerifyView(QWidget *parent);

    //! What went over the wire. A secret that was typed is forgotten with another request.
    void setRequest(const QString &head, const QByteArray &body);

private:
    QPlainTextEdit *makeField(const QString &name, int lines);
    void check();

    QByteArray m_sentBody{};
    QString m_sentHead{};
    QPlainTextEdit *m_signed = nullptr;
    QPlainTextEdit *m_headers = nullptr;
    QPlainTextEdit *m_body = nullptr;
    QLineEdit *m_secret = nullptr;
    QLabel *m_verdict = nullptr;
};

} // namespace parley::ui
