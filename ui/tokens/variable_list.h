#pragma once

#include <QList>
#include <QWidget>

#include "server/client/template_info.h"

class QPushButton;
class QVBoxLayout;

namespace parley::ui {

class VariableRow;

// The variables of a template that is being written: a name each, and whether it takes one value
// or several. Thread: GUI.
class VariableList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VariableList)

public:
    explicit VariableList(QWidget *parent);

    void setVariables(const QList<client::TemplateVariable> &variables); // instead of those before
    QList<client::TemplateVariable> variables() const;
    QString problem() const; // a sentence; "": none that is seen from here

Q_SIGNALS:
    void changed();

private:
    void add(const client::TemplateVariable &variable);
    void remove(VariableRow *row);

    QVBoxLayout *m_layout = nullptr;
    QPushButton *m_add = nullptr;
    QList<VariableRow *> m_rows{};
};

} // namespace parley::ui
