#pragma once

#include "server/client/template_info.h"
#include "ui/common/row_list.h"

namespace parley::ui {

class VariableRow;

// The variables of a template that is being written: a name each, and whether it takes one value
// or several. Thread: GUI.
class VariableList final : public RowList<VariableRow>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VariableList)

public:
    explicit VariableList(QWidget *parent);

    void setVariables(const QList<client::TemplateVariable> &variables); // instead of those before
    QList<client::TemplateVariable> variables() const;
    QString problem() const; // a sentence; "": none that is seen from here

private:
    void addEmpty() override;
    void add(const client::TemplateVariable &variable);
};

} // namespace parley::ui
