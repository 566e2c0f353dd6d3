#pragma once

#include <QWidget>

#include "server/client/template_info.h"

class QComboBox;
class QLineEdit;

namespace parley::ui {

// One variable being written: {room}, one value; or languages, several, each called {language}.
// Thread: GUI.
class VariableRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VariableRow)

public:
    explicit VariableRow(QWidget *parent);

    client::TemplateVariable variable() const;
    void setVariable(const client::TemplateVariable &variable);
    bool isComplete() const;

Q_SIGNALS:
    void changed();
    void removeRequested();

private:
    bool isList() const;

    QLineEdit *m_name = nullptr;
    QComboBox *m_kind = nullptr;
    QLineEdit *m_each = nullptr;
};

} // namespace parley::ui
