#pragma once

#include <QWidget>

#include "server/client/audit_info.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace parley::ui {

// Which acts the page shows. Outcome, time and who are asked of the broker; the typed text is
// looked for in the rows that are there. Thread: GUI.
class AuditFilterBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditFilterBar)

public:
    explicit AuditFilterBar(QWidget *page);

    client::AuditQuery query() const; // its times count from now
    QString text() const; // that is looked for; "": all
    bool isEmpty() const; // nothing is left out
    //! Only acts by that one. \param actor id; "": by everybody.
    void setActor(const QString &actor, const QString &name);
    void clear();

Q_SIGNALS:
    void queryChanged();
    void textChanged(const QString &text);

private:
    QLineEdit *m_text = nullptr;
    QComboBox *m_outcome = nullptr;
    QComboBox *m_time = nullptr;
    QPushButton *m_everybody = nullptr; // shown while only one's acts are
    QString m_actor{};
};

} // namespace parley::ui
