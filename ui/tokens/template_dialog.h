#pragma once

#include <QDialog>

#include "server/client/template_info.h"
#include "ui/common/page.h"

class QLabel;
class QPushButton;

namespace parley::ui {

class TemplateForm;

// A template, new or changed, and beside it what its tokens could do with examples for its
// variables. Thread: GUI.
class TemplateDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TemplateDialog)

public:
    enum class Use { New, Change };

    //! \param info to begin with. \param taken names of templates that are there.
    TemplateDialog(const PageContext &context, const client::TemplateInfo &info, Use use,
                   const QStringList &taken, QWidget *parent);

Q_SIGNALS:
    void templateSaved(const QString &name);

private:
    QWidget *makePreview();
    void preview();
    void askForTopics();
    void save();

    PageContext m_context;
    TemplateForm *m_form = nullptr;
    QLabel *m_example = nullptr;
    QLabel *m_can = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_save = nullptr;
};

} // namespace parley::ui
