#pragma once

#include <QUrl>
#include <QWidget>

#include "server/client/token_info.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace parley::ui {

// A secret, the one time that it is shown: masked, to be copied in the form that is needed, or to
// be read by a phone. Thread: GUI.
class IssuedTokenView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IssuedTokenView)

public:
    IssuedTokenView(const client::IssuedToken &issued, const QUrl &broker, QWidget *parent);

Q_SIGNALS:
    void done();

private:
    QWidget *makeForms();
    void showForm();
    void copyForm();
    QString formText() const;

    client::IssuedToken m_issued;
    QUrl m_broker;
    QComboBox *m_form = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QLabel *m_note = nullptr;
    bool m_isShown = false; // unmasked
};

} // namespace parley::ui
