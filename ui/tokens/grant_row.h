#pragma once

#include <QWidget>

#include "server/client/grant_info.h"

class QComboBox;
class QCompleter;
class QLineEdit;

namespace parley::ui {

// One grant being written: role, kind of selector, name, namespace. Thread: GUI.
class GrantRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GrantRow)

public:
    //! \param completer offers topic names; borrowed.
    GrantRow(QCompleter *completer, QWidget *parent);

    client::GrantInfo grant() const;
    void setGrant(const client::GrantInfo &grant);
    bool isComplete() const; // names where they are needed, as the broker takes them

Q_SIGNALS:
    void changed();
    void removeRequested();

private:
    QComboBox *m_role = nullptr;
    QComboBox *m_selector = nullptr;
    QLineEdit *m_topic = nullptr;
    QComboBox *m_nameSpace = nullptr;
};

//! Why the broker would refuse \p grant, a sentence; "": it would not.
QString grantProblem(const client::GrantInfo &grant);

} // namespace parley::ui
