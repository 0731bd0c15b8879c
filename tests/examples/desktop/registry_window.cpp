#include "registry_window.hpp"

#include <QApplication>
#include <QComboBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QShortcut>
#include <QSplitter>
#include <QStatusBar>
#include <QStyle>
#include <QVBoxLayout>
#include <string_view>
#include <utility>

#include "details_pane.hpp"
#include "registry_view.hpp"

using namespace Qt::StringLiterals;

namespace desktop {
namespace {

using Column = RegistryTreeModel::Column;

constexpr int typing_pause_ms = 120;
constexpr int told_for_ms = 8'000;

QLabel* heading(const QString& text) {
  auto* const label = new QLabel(text);
  auto font = label->font();
  font.setBold(true);
  label->setFont(font);
  return label;
}

QLabel* quiet_label() {
  auto* const label = new QLabel;
  label->setForegroundRole(QPalette::PlaceholderText);
  return label;
}

/// What it is the filter of, as it is spelt.
template <class Enum>
QComboBox* choice_of(const QString& any) {
  auto* const box = new QComboBox;
  box->addItem(any);
  for (const auto& known : modelreg::enum_texts<Enum>) box->addItem(shown(known.text));
  return box;
}

template <class Enum>
std::optional<Enum> chosen(const QComboBox& box) {
  return modelreg::parse<Enum>(box.currentText().toStdString());
}

QVBoxLayout* layout_of(QWidget& pane) {
  auto* const layout = new QVBoxLayout(&pane);
  layout->setContentsMargins(4, 4, 4, 4);
  layout->setSpacing(6);
  return layout;
}

}  // namespace

RegistryThread::RegistryThread(const std::filesystem::path& file,
                               const modelreg::Identity& identity)
    : worker_(new RegistryWorker(file, identity)) {
  worker_->moveToThread(&thread_);
  QObject::connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
  thread_.start();
}

RegistryThread::~RegistryThread() {
  thread_.quit();
  thread_.wait();
}

RegistryWindow::RegistryWindow(const std::filesystem::path& file,
                               const modelreg::Identity& identity)
    : reader_(file, identity),
      searcher_(file, identity),
      groups_(reader_.worker(), modelreg::ModelGroupFilter{}, {Column::name, Column::models}),
      models_(searcher_.worker(), modelreg::ModelInstanceFilter{},
              {Column::name, Column::type, Column::vendor, Column::group}),
      groups_view_(new RegistryView(groups_)),
      models_view_(new RegistryView(models_)),
      text_(new QLineEdit),
      type_(choice_of<modelreg::ModelType>(u"Any type"_s)),
      vendor_(choice_of<modelreg::ModelVendor>(u"Any vendor"_s)),
      found_(quiet_label()),
      counts_(new QLabel),
      details_(new DetailsPane) {
  auto* const panes = new QSplitter;
  panes->setChildrenCollapsible(false);
  panes->addWidget(groups_pane());
  panes->addWidget(models_pane());
  panes->addWidget(details_);
  panes->setSizes({270, 590, 420});
  panes->setStretchFactor(1, 1);
  panes->setStretchFactor(2, 1);
  setCentralWidget(panes);
  resize(1280, 760);

  const auto name = QString::fromStdU16String(file.filename().u16string());
  setWindowTitle(u"%1 – Model registry"_s.arg(name));
  setWindowFilePath(QString::fromStdU16String(file.u16string()));
  counts_->setToolTip(windowFilePath());
  statusBar()->addPermanentWidget(counts_);

  for (auto* const worker : {&reader_.worker(), &searcher_.worker()}) follow(*worker);
  connect(&reader_.worker(), &RegistryWorker::record_read, this,
          [this](quint64 request, const RecordDetails& details) {
            if (request != request_) return;  // something else is selected by now
            details_->show_details(details, std::exchange(is_another_, false));
          });
  text_->setFocus();
}

QWidget* RegistryWindow::groups_pane() {
  auto* const pane = new QWidget;
  auto* const layout = layout_of(*pane);
  layout->addWidget(heading(u"Groups"_s));
  layout->addWidget(groups_view_);

  groups_view_->setObjectName(u"groups"_s);
  groups_view_->setAccessibleName(u"Groups and their models"_s);
  groups_view_->setDragDropMode(QAbstractItemView::DragDrop);
  groups_view_->setDropIndicatorShown(true);
  groups_view_->set_empty_text(
      u"There are no groups yet.\n\nCreate one with\nmodelreg group create NAME"_s);
  auto* const header = groups_view_->header();
  header->setStretchLastSection(false);
  header->setSectionResizeMode(0, QHeaderView::Stretch);
  header->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  const auto selected = [this](const QModelIndex& index) { select(*groups_view_, index); };
  connect(groups_view_->selectionModel(), &QItemSelectionModel::currentChanged, this, selected);
  connect(groups_view_, &QTreeView::clicked, this, selected);
  connect(&groups_, &RegistryTreeModel::counted, this, &RegistryWindow::say_counts);
  return pane;
}

QWidget* RegistryWindow::models_pane() {
  auto* const pane = new QWidget;
  auto* const layout = layout_of(*pane);
  auto* const title = new QHBoxLayout;
  title->addWidget(heading(u"Models"_s));
  title->addStretch();
  title->addWidget(found_);
  layout->addLayout(title);
  auto* const filters = new QHBoxLayout;
  filters->addWidget(text_, 1);
  filters->addWidget(type_);
  filters->addWidget(vendor_);
  layout->addLayout(filters);
  layout->addWidget(models_view_);

  text_->setObjectName(u"search"_s);
  text_->setPlaceholderText(u"Search by name"_s);
  text_->setClearButtonEnabled(true);
  text_->setMaxLength(1024);
  type_->setObjectName(u"type"_s);
  type_->setAccessibleName(u"Type"_s);
  vendor_->setObjectName(u"vendor"_s);
  vendor_->setAccessibleName(u"Vendor"_s);
  models_view_->setObjectName(u"models"_s);
  models_view_->setAccessibleName(u"Models"_s);
  models_view_->setRootIsDecorated(false);
  models_view_->setAlternatingRowColors(true);
  models_view_->setDragDropMode(QAbstractItemView::DragOnly);
  models_view_->set_empty_text(
      u"There are no models yet.\n\nImport some with\nmodelreg import FILE"_s);
  auto* const header = models_view_->header();
  header->setStretchLastSection(false);
  header->setSectionResizeMode(0, QHeaderView::Stretch);
  header->resizeSection(1, 140);
  header->resizeSection(2, 95);
  header->resizeSection(3, 160);

  pause_.setSingleShot(true);
  connect(&pause_, &QTimer::timeout, this, &RegistryWindow::search);
  connect(text_, &QLineEdit::textChanged, this, [this] { pause_.start(typing_pause_ms); });
  for (auto* const box : {type_, vendor_}) {
    connect(box, &QComboBox::currentIndexChanged, this, &RegistryWindow::search);
  }
  const auto selected = [this](const QModelIndex& index) { select(*models_view_, index); };
  connect(models_view_->selectionModel(), &QItemSelectionModel::currentChanged, this, selected);
  connect(models_view_, &QTreeView::clicked, this, selected);
  connect(&models_, &RegistryTreeModel::counted, this, [this](qint64 rows) {
    const auto all = QLocale().toString(rows);
    found_->setText(rows == 1 ? u"1 model"_s : u"%1 models"_s.arg(all));
  });
  auto* const find = new QShortcut(QKeySequence::Find, this);
  connect(find, &QShortcut::activated, this, [this] {
    text_->setFocus();
    text_->selectAll();
  });
  return pane;
}

void RegistryWindow::search() {
  pause_.stop();
  modelreg::ModelInstanceFilter filter;
  if (!text_->text().isEmpty()) filter.name_contains = text_->text().toStdString();
  filter.model_type = chosen<modelreg::ModelType>(*type_);
  filter.model_vendor = chosen<modelreg::ModelVendor>(*vendor_);
  const bool wants_all = !filter.name_contains && !filter.model_type && !filter.model_vendor;
  models_view_->set_empty_text(
      wants_all ? u"There are no models yet.\n\nImport some with\nmodelreg import FILE"_s
                : u"No model has all of this.\n\nSearch for a part of its name, or for any type "
                  u"and any vendor."_s);
  models_.list(filter);
}

void RegistryWindow::select(RegistryView& view, const QModelIndex& index) {
  const auto& model = &view == groups_view_ ? groups_ : models_;
  // Where the row that was selected is deleted, another one is the current one, but not selected.
  if (!view.selectionModel()->isSelected(index)) return;
  const auto subject = model.subject(index);
  if (!subject || *subject == subject_) return;
  subject_ = *subject;
  is_another_ = true;
  reader_.worker().show_record(++request_, subject_);
}

void RegistryWindow::follow(RegistryWorker& worker) {
  connect(&worker, &RegistryWorker::told, this,
          [this](const QString& text) { statusBar()->showMessage(text, told_for_ms); });
  connect(&worker, &RegistryWorker::failed, this,
          [this](const QString& text) { statusBar()->showMessage(u"⚠ "_s + text); });
  connect(&worker, &RegistryWorker::recovered, this, [this] { statusBar()->clearMessage(); });
}

void RegistryWindow::say_counts() {
  const auto groups = groups_.count();
  counts_->setText(u"%1 %2 · %3"_s.arg(QLocale().toString(groups),
                                       groups == 1 ? u"group"_s : u"groups"_s,
                                       QFileInfo(windowFilePath()).fileName()));
}

}  // namespace desktop
